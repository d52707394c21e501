// Draws the conversation. Whatever anybody wrote becomes text, never HTML.

const log = document.getElementById("tin-nhan");
const words = document.getElementById("chu").dataset;
const LONG = 32; // letters of a choice that gets a line of its own

const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit" });

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function clear() {
  log.replaceChildren();
}

export function isEmpty() {
  return !log.querySelector(".citizen");
}

export function showCitizen({ id, text, at, unsent = false }) {
  if (document.getElementById(`c-${id}`)) return;
  const bubble = make("article", `bubble citizen${unsent ? " unsent" : ""}`);
  bubble.id = `c-${id}`;
  bubble.append(heading(words.you, at), make("div", "words", text));
  if (unsent) bubble.append(make("p", "fate", words.sending));
  log.append(bubble);
}

export function delivered(id) {
  const bubble = document.getElementById(`c-${id}`);
  bubble?.classList.remove("unsent");
  bubble?.querySelector(".fate")?.remove();
}

export function refused(id, reason) {
  const bubble = document.getElementById(`c-${id}`);
  const fate = bubble?.querySelector(".fate");
  if (!fate) return;
  bubble.classList.replace("unsent", "refused");
  fate.textContent = reason || words.refused;
}

// Returns the new bubble, or null if it stands there already.
export function showMessage(message, choose) {
  if (document.getElementById(`b-${message.id}`)) return null;
  const bubble = make("article", `bubble ${message.kind === "officer" ? "officer" : "bot"}`);
  bubble.id = `b-${message.id}`;
  bubble.append(heading(sender(message), message.at), body(message));
  if (message.choices.length) {
    log.querySelectorAll(".choices").forEach((list) => list.classList.add("past"));
    bubble.append(options(message.choices, choose));
  }
  log.append(bubble);
  return bubble;
}

function heading(name, at) {
  const line = make("p", "from");
  name.split(" · ").forEach((part) => line.append(make("span", "", part), " · "));
  const moment = new Date(at);
  const time = make("time", "", clock.format(moment));
  if (moment.toDateString() !== new Date().toDateString()) time.prepend(`${day.format(moment)} `);
  time.dateTime = moment.toISOString();
  line.append(time);
  return line;
}

function sender(message) {
  const name = message.kind === "officer" ? `${words.officer} ${message.author ?? ""}`.trim() : words.bot;
  return message.ticket ? `${name} · ${words.ticket} ${message.ticket}` : name;
}

// The last paragraph of the bot's own answer names its legal basis and source: it is set smaller.
function body(message) {
  const node = make("div", "words");
  const answer = message.kind === "reply" && Boolean(message.meta.procedure) && message.meta.outcome !== "clarify";
  message.blocks.forEach((block, place) => {
    const source = answer && place > 0 && place === message.blocks.length - 1;
    node.append(...drawn(block, source));
  });
  return node;
}

function drawn(block, source) {
  if (block.kind === "list") return listed(block);
  if (block.kind === "link" || block.kind === "file") return [link(block)];
  return block.text.split(/\n{2,}/).map((text) => make("p", source ? "source" : "", text));
}

function listed(block) {
  const list = make(block.ordered ? "ol" : "ul");
  list.append(...block.items.map((item) => make("li", "", item)));
  return block.title ? [make("h2", "", block.title), list] : [list];
}

function link(block) {
  const line = make("p", block.kind);
  const own = block.url.startsWith("/") && !/^\/[/\\]/.test(block.url);
  if (!own && !/^https?:\/\//i.test(block.url)) {
    line.textContent = block.label;
    return line;
  }
  const anchor = make("a", "", block.label);
  anchor.href = block.url;
  anchor.rel = "noopener noreferrer";
  if (block.kind === "file" && block.name) {
    anchor.download = block.name;
  } else {
    anchor.target = "_blank";
    anchor.append(make("span", "visually-hidden", ` (${words.newTab})`));
  }
  line.append(anchor);
  return line;
}

function options(choices, choose) {
  const long = choices.some((choice) => choice.label.length > LONG);
  const list = make("ul", `choices${long ? " long" : ""}`);
  for (const choice of choices) {
    const button = make("button", "", choice.label);
    button.type = "button";
    button.addEventListener("click", () => choose(choice));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  return list;
}
