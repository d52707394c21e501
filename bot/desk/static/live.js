// Keeps the list fresh, tells of new tickets by voice and in the title. Without it the page works by reloading.
"use strict";

const EVERY = 10_000; // milliseconds
const frame = document.getElementById("live");
const state = document.getElementById("live-state");
const news = document.getElementById("live-news");
const words = frame.dataset;

const waiting = () => [...frame.querySelectorAll("[data-code]")].map((item) => item.dataset.code);

function show(message) {
  state.hidden = false;
  if (state.textContent !== message) state.textContent = message;
}

function retitle() {
  const count = waiting().length;
  document.title = count ? `(${count}) ${words.title}` : words.title;
}

function replace(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("tickets");
  const held = document.getElementById("tickets");
  if (!fresh || fresh.innerHTML === held.innerHTML) return;
  const before = new Set(waiting());
  const focused = held.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  held.replaceWith(fresh);
  if (focused) frame.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const codes = waiting().filter((code) => !before.has(code));
  if (codes.length) {
    news.textContent = words.new.replace("{count}", codes.length).replace("{codes}", codes.join(", "));
  }
  retitle();
}

async function refresh() {
  try {
    const response = await fetch(words.source, { cache: "no-store", redirect: "error" });
    if (response.status === 401) {
      show(words.ended);
      news.textContent = words.ended;
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    replace(await response.text());
    show(words.fresh);
  } catch {
    show(words.lost);
  }
  setTimeout(refresh, EVERY);
}

show(words.fresh);
setTimeout(refresh, EVERY);
