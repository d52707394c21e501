// Adds, removes and moves rows without a reload, and keeps in this tab what was typed. Without it the buttons save and reload.
"use strict";

const form = document.getElementById("draft-form");
const offer = document.getElementById("kept");
const key = `draft/${offer.dataset.key}`;
let sending = false;
let touched = false;

function renumber(part) {
  const words = part.querySelector("template").dataset.words;
  part.querySelectorAll("[data-rows] > [data-row]").forEach((row, index) => {
    row.querySelector("[data-number]").textContent = words.replace("NEW", index + 1);
    for (const field of row.querySelectorAll("[name]")) {
      const [name, , column] = field.name.split("-");
      if (column) field.name = `${name}-${index}-${column}`;
    }
  });
}

function add(part) {
  const rows = part.querySelector("[data-rows]");
  const number = Date.now() % 10000 + rows.children.length;
  const fresh = document.importNode(part.querySelector("template").content, true);
  for (const item of fresh.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for"]) {
      if (item.hasAttribute(name)) item.setAttribute(name, item.getAttribute(name).replace("NEW", `n${number}`));
    }
  }
  rows.append(fresh);
  renumber(part);
  rows.lastElementChild.querySelector("input, textarea, select").focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove], [data-up]");
  if (!button) return;
  event.preventDefault();
  const part = button.closest("[data-part]");
  const row = button.closest("[data-row]");
  if (button.matches("[data-add]")) {
    add(part);
  } else if (button.matches("[data-remove]")) {
    row.remove();
    renumber(part);
    part.querySelector("[data-add]").focus();
  } else if (row.previousElementSibling) {
    row.previousElementSibling.before(row);
    renumber(part);
    button.focus();
  }
  keep();
});

function keep() {
  touched = true;
  const typed = [...new FormData(form)].filter(([name]) => !["csrf", "revision", "base"].includes(name));
  sessionStorage.setItem(key, JSON.stringify(typed));
}

function take() {
  const typed = JSON.parse(sessionStorage.getItem(key));
  for (const part of form.querySelectorAll("[data-part]")) {
    if (!part.querySelector("template")) continue;
    const rows = part.querySelector("[data-rows]");
    const numbers = new Set(typed.map(([name]) => name.split("-")).filter(([name, n]) => name === part.dataset.part && n).map(([, n]) => n));
    while (rows.children.length > numbers.size) rows.lastElementChild.remove();
    while (rows.children.length < numbers.size) add(part);
  }
  for (const [name, value] of typed) {
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
  offer.hidden = true;
}

form.addEventListener("input", keep);
form.addEventListener("submit", () => { sending = true; });
addEventListener("beforeunload", (event) => { if (touched && !sending) event.preventDefault(); });

// Saved drafts have a new revision, so what is still kept under this one was never saved.
for (const held of Object.keys(sessionStorage)) {
  if (held.startsWith(key.slice(0, key.lastIndexOf("/"))) && held !== key) sessionStorage.removeItem(held);
}
if (sessionStorage.getItem(key)) offer.hidden = false;
document.getElementById("take-kept").addEventListener("click", take);
document.getElementById("drop-kept").addEventListener("click", () => { sessionStorage.removeItem(key); offer.hidden = true; });

document.getElementById("summary")?.focus();

// On a shared computer nothing stays behind after signing out.
document.querySelector(".leave")?.addEventListener("submit", () => { sending = true; sessionStorage.clear(); });
