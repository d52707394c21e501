// Keeps the draft in this tab, counts characters, shows the preview while typing. Without it the form works as it is.
"use strict";

const form = document.getElementById("answer-form");

if (form) {
  const words = form.dataset;
  const text = document.getElementById("text");
  const counter = document.getElementById("counter");
  const preview = document.getElementById("preview");
  const note = document.getElementById("kept-note");
  const key = `draft/${words.draft}`;
  let timer = 0;
  let asked = 0;

  const length = () => [...text.value.replace(/\r\n?/g, "\n").trim()].length;

  function count() {
    const left = words.limit - length();
    counter.textContent = (left < 0 ? words.over : words.left).replace("{count}", Math.abs(left).toLocaleString("vi"));
    counter.classList.toggle("over", left < 0);
  }

  function keep() {
    if (text.value) sessionStorage.setItem(key, text.value);
    else sessionStorage.removeItem(key);
    note.hidden = !text.value;
  }

  async function look() {
    if (!text.value.trim() || length() > words.limit) return;
    const mine = ++asked;
    try {
      const response = await fetch(words.preview, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Part": "preview" },
      });
      if (!response.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      preview.replaceChildren(...page.body.childNodes);
    } catch {
      // Away from the network: the draft is kept, the preview comes with the next letter.
    }
  }

  text.addEventListener("input", () => {
    keep();
    count();
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });

  document.getElementById("preview-button").hidden = true;
  if (!text.value) text.value = sessionStorage.getItem(key) ?? "";
  keep();
  count();
  look();
} else if (document.getElementById("sent")) {
  // Answered: the draft is no longer needed.
  for (const key of Object.keys(sessionStorage)) {
    if (key.endsWith(location.pathname.split("/").pop())) sessionStorage.removeItem(key);
  }
}

// On a shared computer nothing stays behind after signing out.
document.querySelector(".leave")?.addEventListener("submit", () => sessionStorage.clear());
