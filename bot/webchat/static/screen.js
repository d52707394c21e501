// What is in sight: scrolling, the line that tells how things stand, and the title of a tab nobody looks at.

import { make } from "./bubbles.js";

const status = document.getElementById("thong-bao");
const fresh = document.getElementById("tin-moi");
const head = document.querySelector(".top");
const foot = document.querySelector(".bottom");
const page = document.documentElement;
const title = document.title;
const CLOSE = 120; // pixels from the end that still count as the end
const NOTE = 8000; // milliseconds a note stays

let unseen = 0;
let noted = 0;

const sticky = () => getComputedStyle(head).position === "sticky";
const room = () => innerHeight - foot.offsetHeight - (sticky() ? head.offsetHeight : 0);

export function isAtEnd() {
  return page.scrollHeight - innerHeight - scrollY < CLOSE;
}

export function toEnd() {
  fresh.hidden = true;
  scrollTo({ top: page.scrollHeight });
}

// A long answer is read from its beginning, so its top comes into sight, not its end.
export function arrived(bubble, follows) {
  if (document.hidden) {
    unseen += 1;
    document.title = `(${unseen}) ${title}`;
  }
  const top = bubble.getBoundingClientRect().top + scrollY;
  const rest = page.scrollHeight - foot.offsetHeight - top;
  if (!follows) fresh.hidden = false;
  else if (rest < room()) toEnd();
  else scrollTo({ top: top - (sticky() ? head.offsetHeight : 0) - 8 });
}

// How things stand, until told otherwise; empty: all is well. A note has its time first.
export function tell(text, label, act) {
  if (!text && Date.now() < noted) return;
  if (status.dataset.told === text) return;
  status.dataset.told = text;
  status.replaceChildren(...(text ? [text] : []));
  if (!label) return;
  const button = make("button", "", label);
  button.type = "button";
  button.addEventListener("click", act);
  status.append(" ", button);
}

// Said once, gone after a while.
export function note(text) {
  tell(text);
  noted = Date.now() + NOTE;
  setTimeout(() => status.dataset.told === text && tell(""), NOTE + 50);
}

fresh.addEventListener("click", toEnd);
addEventListener("scroll", () => isAtEnd() && (fresh.hidden = true), { passive: true });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});
// The foot grows with what is typed and told; whoever was at the end stays there.
let before = foot.offsetHeight;
new ResizeObserver(() => {
  if (foot.offsetHeight > before && isAtEnd()) toEnd();
  before = foot.offsetHeight;
}).observe(foot);
