// The box a citizen types into.

const box = document.getElementById("cau-hoi");
const form = document.getElementById("gui");
const counter = document.getElementById("dem");
const words = document.getElementById("chu").dataset;
const limit = Number(words.limit);
const NEAR = 200; // letters before the limit at which the count appears

let composing = false;

export function focus() {
  box.focus();
}

// What the server could not take goes back into the box, unless something new is being typed.
export function giveBack(text) {
  if (box.value) return;
  box.value = text;
  changed();
}

function changed() {
  const left = limit - box.value.length;
  const message = left < 0 ? words.over : words.left;
  counter.textContent = left < NEAR ? message.replace("{left}", Math.abs(left)) : "";
  counter.classList.toggle("over", left < 0);
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

// `on`: send(text), refuse() for files.
export function start(on) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text) {
      box.value = "";
      changed();
      on.send(text);
    }
    box.focus();
  });
  // Telex composes letters: Enter may belong to the keyboard, not to the chat.
  box.addEventListener("compositionstart", () => (composing = true));
  box.addEventListener("compositionend", () => (composing = false));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener("input", changed);
  for (const name of ["paste", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!(event.clipboardData ?? event.dataTransfer)?.files.length) return;
      event.preventDefault();
      on.refuse();
    });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  form.hidden = false;
  document.querySelector(".tools").hidden = false;
}
