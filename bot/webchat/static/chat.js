// The citizens' chat. What is typed is kept until the server has it; what the server says is shown as text, never as HTML.

const words = document.getElementById("chu").dataset;
const limit = Number(words.limit);
const log = document.getElementById("tin-nhan");
const scroller = document.getElementById("noi-dung");
const box = document.getElementById("cau-hoi");
const form = document.getElementById("gui");
const counter = document.getElementById("dem");
const typing = document.getElementById("dang-tra-loi");
const starters = document.getElementById("goi-y");
const status = document.getElementById("thong-bao");
const API = "/api/v1/conversations";
const KEPT = "thanthien";
const title = document.title;

let kept = load();
let stream = null;
let sending = false;
let composing = false;
let unseen = 0;

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

function save() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Private windows may refuse: the chat works, only a reload starts anew.
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- asking the server ------------------------------------------------------------------------------------------------

async function call(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  if (kept.token) headers.Authorization = `Bearer ${kept.token}`;
  const response = await fetch(API + path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.detail || ""), { status: response.status, said: answer.detail });
  return answer;
}

async function open() {
  const about = new URLSearchParams(location.search).get("thu-tuc");
  const wanted = /^\d\.\d{6}$/.test(about || "") ? { procedure: about } : {};
  delete kept.token;
  const opened = await call("POST", "", { greeting: true, ...wanted });
  kept = { id: opened.conversation_id, token: opened.token, last: 0, unsent: [] };
  save();
}

async function resume() {
  const { entries } = await call("GET", `/${kept.id}/history`);
  for (const entry of entries) {
    if (entry.who === "citizen") showCitizen(entry.id, entry.kind === "attachment" ? words.attachment : entry.text);
    else showMessage(entry.message);
  }
  const known = new Set(entries.filter((entry) => entry.who === "citizen").map((entry) => entry.id));
  kept.unsent = (kept.unsent || []).filter((item) => !known.has(item.body.id));
  for (const item of kept.unsent) showCitizen(item.body.id, item.words, true);
  starters.hidden = known.size > 0;
}

// --- sending ----------------------------------------------------------------------------------------------------------

function post(part, shown) {
  const body = { id: newId(), ...part };
  kept.unsent = [...(kept.unsent || []), { body, words: shown }];
  save();
  showCitizen(body.id, shown, true);
  starters.hidden = true;
  scrollDown();
  sendAll();
}

async function sendAll() {
  if (sending || !kept.token) return;
  sending = true;
  try {
    while (kept.unsent?.length) {
      const [item] = kept.unsent;
      await sendOne(item);
      kept.unsent = kept.unsent.filter((other) => other !== item);
      save();
    }
    tell("");
  } catch (error) {
    if (error.status === 404) return expired();
    tell(words.unsent);
    setTimeout(sendAll, 3000);
  } finally {
    sending = false;
  }
}

async function sendOne(item) {
  try {
    await call("POST", `/${kept.id}/messages`, item.body);
    document.getElementById(`c-${item.body.id}`)?.classList.remove("unsent");
  } catch (error) {
    // Refused for good: the words stay on the page, the reason is told; anything else is tried again.
    if (error.status !== 400 && error.status !== 413) throw error;
    tell(error.said || words.refused);
  }
}

// --- receiving --------------------------------------------------------------------------------------------------------

async function listen() {
  let pause = 1000;
  const mine = {};
  stream = mine;
  while (stream === mine) {
    try {
      await readEvents(mine);
      pause = 1000;
    } catch (error) {
      if (error.status === 404) return expired();
      tell(words.offline);
    }
    typing.hidden = true;
    await new Promise((done) => setTimeout(done, pause));
    pause = Math.min(pause * 2, 15000);
  }
}

async function readEvents(mine) {
  const headers = { Authorization: `Bearer ${kept.token}`, Accept: "text/event-stream" };
  const response = await fetch(`${API}/${kept.id}/events?after=${kept.last || 0}`, { headers });
  if (!response.ok) throw Object.assign(new Error(), { status: response.status });
  tell("");
  sendAll();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done || stream !== mine) return reader.cancel();
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    parts.forEach(handle);
  }
}

function handle(event) {
  const lines = event.split("\n");
  const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
  const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
  if (!data) return;
  const parsed = JSON.parse(data);
  if (name === "pending") {
    typing.hidden = !parsed.pending;
    if (parsed.pending) scrollDown();
  } else if (name === "message" && parsed.id > (kept.last || 0)) {
    showMessage(parsed);
    scrollTo(parsed.id);
    noteUnseen();
  }
}

// --- showing ----------------------------------------------------------------------------------------------------------

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function showCitizen(id, text, unsent = false) {
  if (document.getElementById(`c-${id}`)) return;
  const bubble = make("div", `bubble citizen${unsent ? " unsent" : ""}`);
  bubble.id = `c-${id}`;
  bubble.append(make("p", "from", words.you), make("div", "words", text));
  log.append(bubble);
}

function showMessage(message) {
  if (document.getElementById(`b-${message.id}`)) return;
  const bubble = make("article", `bubble ${message.kind === "officer" ? "officer" : "bot"}`);
  bubble.id = `b-${message.id}`;
  bubble.append(make("p", "from", sender(message)), body(message));
  if (message.choices.length) bubble.append(options(message.choices));
  log.append(bubble);
  if (message.choices.length) fadeOlderChoices(bubble);
  kept.last = Math.max(kept.last || 0, message.id);
  save();
}

function sender(message) {
  const name = message.kind === "officer" ? `${words.officer}: ${message.author || ""}` : words.bot;
  return message.ticket ? `${name} · ${words.ticket} ${message.ticket}` : name;
}

function body(message) {
  const node = make("div", "words");
  message.blocks.forEach((block, place) => {
    const source = message.meta.outcome === "answered" && place > 0 && place === message.blocks.length - 1;
    node.append(...render(block, source && block.kind === "text"));
  });
  return node;
}

function render(block, source) {
  if (block.kind === "list") {
    const list = make(block.ordered ? "ol" : "ul");
    list.append(...block.items.map((item) => make("li", "", item)));
    return block.title ? [make("h3", "", block.title), list] : [list];
  }
  if (block.kind === "link" || block.kind === "file") return [link(block)];
  const paragraphs = block.text.split(/\n{2,}/);
  return paragraphs.map((text) => make("p", source ? "source" : "", text));
}

function link(block) {
  const line = make("p");
  const own = block.url.startsWith("/") && !block.url.startsWith("//");
  if (!own && !/^https?:\/\//.test(block.url)) {
    line.textContent = block.label;
    return line;
  }
  const anchor = make("a", "", block.label);
  anchor.href = block.url;
  anchor.rel = "noopener noreferrer";
  anchor.target = "_blank";
  line.append(anchor);
  return line;
}

function options(choices) {
  const long = choices.some((choice) => choice.label.length > 32);
  const list = make("ul", `choices${long ? " long" : ""}`);
  for (const choice of choices) {
    const button = make("button", "", choice.label);
    button.type = "button";
    button.addEventListener("click", () => post({ choice: choice.id }, choice.label));
    const item = make("li");
    item.append(button);
    list.append(item);
  }
  return list;
}

function fadeOlderChoices(newest) {
  for (const list of log.querySelectorAll(".choices")) list.classList.toggle("past", !newest.contains(list));
}

function tell(text) {
  status.textContent = text;
  status.hidden = !text;
}

function expired() {
  stream = null;
  tell(words.expired);
  const again = make("button", "", words.retry);
  again.type = "button";
  again.addEventListener("click", startAnew);
  status.append(again);
}

function scrollDown() {
  scroller.scrollTop = scroller.scrollHeight;
}

// A long answer is read from its beginning, so its top stays in sight.
function scrollTo(id) {
  if (!log.querySelector(".citizen")) return; // the greeting is read from the top
  const bubble = document.getElementById(`b-${id}`);
  const fits = bubble.offsetHeight < scroller.clientHeight - 40;
  if (fits) scrollDown();
  else scroller.scrollTop = bubble.offsetTop - scroller.offsetTop - 12;
}

function noteUnseen() {
  if (!document.hidden) return;
  unseen += 1;
  document.title = `(${unseen}) ${title}`;
}

// --- the page ---------------------------------------------------------------------------------------------------------

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
  const left = limit - box.value.length;
  counter.textContent = left < 200 ? words.tooLong.replace("{left}", String(left)) : "";
  counter.classList.toggle("over", left < 0);
}

function submit() {
  const text = box.value.trim();
  if (!text) return box.focus();
  box.value = "";
  grow();
  post({ text }, text);
  box.focus();
}

async function startAnew() {
  stream = null;
  log.replaceChildren();
  localStorage.removeItem(KEPT);
  kept = {};
  starters.hidden = false;
  tell("");
  await begin();
  box.focus();
}

async function begin() {
  try {
    if (kept.token) await resume();
    else {
      await open();
      starters.hidden = false;
    }
  } catch (error) {
    if (error.status === 404) {
      kept = {};
      save();
      return begin();
    }
    tell(error.status === 429 ? error.said : words.offline);
    setTimeout(begin, 4000);
    return;
  }
  if (log.querySelector(".citizen")) scrollDown();
  listen();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
// Telex composes letters: Enter may belong to the keyboard, not to the chat.
box.addEventListener("compositionstart", () => (composing = true));
box.addEventListener("compositionend", () => (composing = false));
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || composing || event.isComposing) return;
  event.preventDefault();
  submit();
});
box.addEventListener("input", grow);
box.addEventListener("paste", (event) => {
  if (event.clipboardData?.files.length) refuseFiles(event);
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", refuseFiles);
function refuseFiles(event) {
  if (!(event.clipboardData || event.dataTransfer)?.files.length) return;
  event.preventDefault();
  tell(words.noFiles);
}
for (const chip of starters.querySelectorAll("button")) {
  chip.addEventListener("click", () => post({ text: chip.textContent.trim() }, chip.textContent.trim()));
}
document.getElementById("gap-can-bo").addEventListener("click", (event) => {
  const label = event.currentTarget.textContent.trim();
  post({ text: label }, label);
});
document.getElementById("cuoc-moi").addEventListener("click", () => {
  if (!log.querySelector(".citizen") || confirm(words.newConfirm)) startAnew();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});
window.addEventListener("online", sendAll);

begin();
