// The menu in the head: a new conversation, and this one to keep. The token travels in a header or a body, never in an address.

import * as server from "./server.js";

const button = document.getElementById("them");
const list = document.getElementById("them-muc");
const asking = document.getElementById("hoi-moi");
const form = document.getElementById("in");

export const isOpen = () => !list.hidden || asking.open;

function show(open) {
  list.hidden = !open;
  button.setAttribute("aria-expanded", open);
}

function leave(event) {
  if (event.key !== "Escape" || list.hidden) return;
  event.preventDefault();
  show(false);
  button.focus();
}

// `on`: conversation(), empty(), anew(), failed().
export function start(on) {
  const item = (id, act) => document.getElementById(id).addEventListener("click", () => (show(false), act()));
  button.addEventListener("click", () => show(list.hidden));
  document.addEventListener("keydown", leave);
  document.addEventListener("pointerdown", ({ target }) => list.parentNode.contains(target) || show(false));
  list.parentNode.addEventListener("focusout", ({ relatedTarget, currentTarget }) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) show(false);
  });
  item("cuoc-moi", () => (on.empty() ? on.anew() : ask()));
  item("tai-ve", () => save(on.conversation()).catch(on.failed).finally(() => button.focus()));
  item("ban-in", () => print(on.conversation()));
  asking.addEventListener("close", () => (asking.returnValue === "moi" ? on.anew() : button.focus()));
}

function ask() {
  asking.returnValue = ""; // left by Escape it would keep the last answer
  asking.showModal();
}

async function save(conversation) {
  const { name, file } = await server.transcript(conversation);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function print(conversation) {
  if (!conversation) return;
  form.elements.conversation.value = conversation.id;
  form.elements.token.value = conversation.token;
  form.submit();
  form.reset();
}
