// The citizens' chat: opens or resumes the conversation, and joins the typing, the sending and the reading.

import * as bubbles from "./bubbles.js";
import * as composer from "./composer.js";
import * as kept from "./kept.js";
import { Live, rest } from "./live.js";
import * as menu from "./menu.js";
import { Outgoing } from "./outgoing.js";
import * as portal from "./portal.js";
import * as screen from "./screen.js";
import * as server from "./server.js";

const element = (id) => document.getElementById(id);
const words = element("chu").dataset;
const typing = element("dang-tra-loi");
const starters = element("goi-y");

let live = null;
let turn = 0; // counts beginnings: what an earlier one still does is of no account

const outgoing = new Outgoing({
  sent(id) {
    bubbles.delivered(id);
    screen.tell("");
  },
  refused(item, said) {
    bubbles.refused(item.body.id, said);
    composer.giveBack(item.words);
  },
  waiting: (said) => screen.tell(said || words.offline),
  gone,
});

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function post(part, shown) {
  const item = { body: { id: newId(), ...part }, words: shown, at: Date.now() };
  kept.keep(item);
  showUnsent(item);
  starters.hidden = true;
  screen.toEnd();
  outgoing.send();
}

function showUnsent(item) {
  bubbles.showCitizen({ id: item.body.id, text: item.words, at: item.at, unsent: true });
}

const choose = (choice) => post({ choice: choice.id }, choice.label);

async function begin() {
  const mine = ++turn;
  screen.tell("");
  let pause = 1500;
  while (mine === turn) {
    try {
      const last = kept.conversation() ? await resume() : await openNew();
      if (mine === turn) follow(last);
      return;
    } catch (error) {
      if (error.status === 404) kept.forget(); // erased, or from another time: what waits goes to a new one
      else {
        screen.tell(error.said || words.offline);
        kept.unsent().forEach(showUnsent);
        await rest(Math.max(pause, 1000 * (error.seconds || 0)));
        pause = Math.min(pause * 2, 15_000);
      }
    }
  }
}

async function openNew() {
  const { code, commune } = words;
  const about = code ? { procedure: code } : { greeting: true };
  kept.remember(await server.open(commune ? { ...about, commune } : about));
  forgetLink();
  starters.hidden = kept.unsent().length > 0;
  kept.unsent().forEach(showUnsent);
  return 0;
}

async function resume() {
  const entries = await server.history(kept.conversation());
  let last = 0;
  for (const entry of entries) {
    if (entry.who === "citizen") {
      const text = entry.kind === "attachment" ? words.attachment : entry.text;
      bubbles.showCitizen({ id: entry.id, text, at: entry.at });
      bubbles.delivered(entry.id);
      kept.drop(entry.id);
    } else {
      bubbles.showMessage(entry.message, choose);
      last = Math.max(last, entry.message.id);
    }
  }
  kept.unsent().forEach(showUnsent);
  starters.hidden = !bubbles.isEmpty();
  screen.toEnd();
  if (words.code) post({ text: words.about }, words.about);
  forgetLink();
  return last;
}

// A link about a procedure is followed once, not with every reload; a portal's frame stays its commune's.
function forgetLink() {
  delete words.code;
  if (!portal.isFramed) history.replaceState(null, "", location.pathname);
}

function follow(last) {
  const conversation = kept.conversation();
  live = new Live(conversation, last, {
    message: received,
    pending: (waiting) => {
      const near = screen.isAtEnd();
      typing.hidden = !waiting;
      if (waiting && near) screen.toEnd();
    },
    connected: () => {
      screen.tell("");
      outgoing.send();
    },
    lost: () => {
      typing.hidden = true;
      screen.tell(words.offline);
    },
    gone,
  });
  outgoing.use(conversation);
}

function received(message) {
  const follows = screen.isAtEnd() || !typing.hidden;
  const bubble = bubbles.showMessage(message, choose);
  if (!bubble) return;
  screen.arrived(bubble, follows);
  portal.arrived();
}

// The conversation is no more. What was not sent stays, for the next one.
function gone() {
  live?.stop();
  outgoing.use(null);
  typing.hidden = true;
  screen.tell(words.expired, words.retry, startAnew);
}

function startAnew() {
  live?.stop();
  outgoing.use(null);
  kept.forget();
  bubbles.clear();
  typing.hidden = true;
  begin();
  composer.focus();
}

composer.start({ send: (text) => post({ text }, text), refuse: () => screen.note(words.noFiles) });
for (const chip of starters.querySelectorAll("button")) {
  chip.addEventListener("click", () => {
    const text = chip.textContent.trim();
    post({ text }, text);
    composer.focus();
  });
}
element("gap-can-bo").addEventListener("click", (event) => {
  const label = event.currentTarget.textContent.trim();
  post({ text: label }, label);
});
menu.start({
  conversation: kept.conversation,
  empty: bubbles.isEmpty,
  anew() {
    kept.unsent().forEach((item) => kept.drop(item.body.id));
    startAnew();
  },
  failed: () => screen.note(words.notSaved),
});
portal.start({
  opened() {
    screen.toEnd();
    composer.focus();
  },
  leave: () => !menu.isOpen(),
});
kept.watch({
  changed: () => location.reload(),
  typed: (item) => item && showUnsent(item),
  delivered: bubbles.delivered,
});
begin();
