// Follows a conversation: events while the page is looked at, long polls where events do not get through.

import * as server from "./server.js";

const SILENCE = 40_000; // milliseconds without even a heartbeat: the line is dead, though nobody said so
const FIRST_WORD = 10_000; // the server speaks at once; if nothing comes, something in between holds events back
const LONG_POLL = 20; // seconds
const TRIES = 2; // streams that brought nothing before long polls take over
const ASIDE = 60_000; // a tab nobody looks at gives its connection back after this
const ASIDE_PAUSE = 20_000;
const SLOWEST = 15_000;
const LEFT = new Error("left");

export class Live {
  #conversation;
  #last;
  #on;
  #stopped = false;
  #muted = 0; // times in a row that a stream brought nothing
  #abort = new AbortController();

  // `on`: message(message), pending(boolean), connected(), lost(), gone().
  constructor(conversation, last, on) {
    this.#conversation = conversation;
    this.#last = last;
    this.#on = on;
    this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#abort.abort();
  }

  async #run() {
    let pause = 1000;
    while (!this.#stopped) {
      this.#abort = new AbortController();
      try {
        await this.#listen();
        pause = 1000;
      } catch (error) {
        if (this.#stopped) return;
        if (error.status === 404) return this.#on.gone();
        this.#on.lost();
        await rest(Math.max(pause * (0.75 + Math.random() / 2), 1000 * (error.seconds || 0)));
        pause = Math.min(pause * 2, SLOWEST);
      }
    }
  }

  async #listen() {
    if (document.hidden) {
      await this.#poll(0);
      await rest(ASIDE_PAUSE);
    } else if (this.#muted < TRIES) {
      await this.#stream();
      await rest(500);
    } else {
      this.#muted = 0; // should this fail too, it is the line, not the stream
      await this.#poll(LONG_POLL);
      this.#muted = TRIES;
    }
  }

  async #poll(wait) {
    const abort = this.#abort;
    const alarm = setTimeout(() => abort.abort(new Error("silent")), 1000 * wait + FIRST_WORD);
    const asked = server.news(this.#conversation, this.#last, wait, abort.signal);
    const { messages, pending } = await asked.finally(() => clearTimeout(alarm));
    if (this.#stopped) return;
    this.#on.connected();
    messages.forEach((message) => this.#take(message));
    this.#on.pending(pending);
  }

  async #stream() {
    const abort = this.#abort;
    this.#muted += 1;
    let alarm = setTimeout(() => abort.abort(new Error("mute")), FIRST_WORD);
    const leave = leaveWhenAside(abort);
    try {
      const reader = await server.events(this.#conversation, this.#last, abort.signal);
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done || this.#stopped) return;
        clearTimeout(alarm);
        alarm = setTimeout(() => abort.abort(new Error("silent")), SILENCE);
        this.#muted = 0;
        this.#on.connected();
        const parts = (rest + value).split("\n\n");
        rest = parts.pop();
        parts.forEach((part) => this.#event(part));
      }
    } catch (error) {
      if (error !== LEFT) throw error;
    } finally {
      clearTimeout(alarm);
      leave();
    }
  }

  #event(text) {
    const lines = text.split("\n");
    const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
    const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
    if (!data) return;
    if (name === "pending") this.#on.pending(JSON.parse(data).pending);
    if (name === "message") this.#take(JSON.parse(data));
  }

  #take(message) {
    if (message.id <= this.#last) return;
    this.#last = message.id;
    this.#on.message(message);
  }
}

// Browsers allow six connections to one server: forgotten tabs must not use them up.
function leaveWhenAside(abort) {
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => abort.abort(LEFT), ASIDE);
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

// Ends early when the network is back or the page is looked at again.
export function rest(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
  });
}
