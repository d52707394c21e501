// Puts a question and its answer into the condition being written; without it they are read and typed.
"use strict";

let last = null;

addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-condition]")) last = event.target;
});

const codes = document.querySelector(".codes");
if (innerWidth < 992) codes.open = false;

codes.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button || !last?.isConnected) return;
  const before = last.value.slice(0, last.selectionStart).trimEnd();
  const after = last.value.slice(last.selectionEnd).trimStart();
  const joined = before && !/(?:\(|và|hoặc|không|and|or|not)$/.test(before) ? `${before} và ` : before ? `${before} ` : "";
  const text = `${joined}${button.dataset.insert}`;
  last.value = after ? `${text} ${after}` : text;
  last.focus();
  last.setSelectionRange(text.length, text.length);
  last.dispatchEvent(new Event("input", { bubbles: true }));
});
