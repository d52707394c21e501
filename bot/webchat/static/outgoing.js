// Carries messages to the server in the order they were typed; each keeps its id, so sending one again is harmless.

import * as kept from "./kept.js";
import { rest } from "./live.js";
import * as server from "./server.js";

const SLOWEST = 15_000;

export class Outgoing {
  #on;
  #conversation = null;
  #busy = false;

  // `on`: sent(id), refused(item, words), waiting(words), gone().
  constructor(on) {
    this.#on = on;
  }

  // From now on messages go to this conversation; null: they wait.
  use(conversation) {
    this.#conversation = conversation;
    this.send();
  }

  async send() {
    if (this.#busy) return;
    this.#busy = true;
    let pause = 1500;
    while (this.#conversation && kept.unsent().length) {
      const seconds = await this.#sendOne(kept.unsent()[0]);
      if (seconds === null) pause = 1500;
      else {
        await rest(Math.max(pause, 1000 * seconds));
        pause = Math.min(pause * 2, SLOWEST);
      }
    }
    this.#busy = false;
  }

  // null, or the seconds to wait at least before trying again.
  async #sendOne(item) {
    const conversation = this.#conversation;
    try {
      await server.post(conversation, item.body);
      kept.drop(item.body.id);
      this.#on.sent(item.body.id);
      return null;
    } catch (error) {
      return this.#failed(item, conversation, error);
    }
  }

  #failed(item, conversation, error) {
    if (error.status === 404) {
      if (conversation === this.#conversation) {
        this.#conversation = null;
        this.#on.gone();
      }
      return null;
    }
    if (error.status === 400 || error.status === 413) {
      kept.drop(item.body.id);
      this.#on.refused(item, error.said);
      return null;
    }
    this.#on.waiting(error.status === 429 ? error.said : "");
    return error.seconds || 0;
  }
}
