// What this browser remembers: its conversation, and what was typed but has not reached the server yet.

const { framedBy, commune } = document.getElementById("chu").dataset;
const PLACE = framedBy && commune ? `${commune}.` : ""; // portals of two communes may share this storage
const CONVERSATION = `thanthien.${PLACE}conversation`;
const UNSENT = `thanthien.${PLACE}unsent.`;

class Memory {
  #held = new Map();
  get length() {
    return this.#held.size;
  }
  key(place) {
    return [...this.#held.keys()][place];
  }
  getItem(key) {
    return this.#held.get(key) ?? null;
  }
  setItem(key, value) {
    this.#held.set(key, value);
  }
  removeItem(key) {
    this.#held.delete(key);
  }
}

const store = usable() ? localStorage : new Memory();

// Private windows may refuse: the chat works all the same, only a reload starts anew.
function usable() {
  try {
    localStorage.setItem(UNSENT, "");
    localStorage.removeItem(UNSENT);
    return true;
  } catch {
    return false;
  }
}

function parsed(value) {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

export function conversation() {
  const held = parsed(store.getItem(CONVERSATION));
  return held?.id && held?.token ? held : null;
}

export function remember({ id, token }) {
  store.setItem(CONVERSATION, JSON.stringify({ id, token }));
}

export function forget() {
  store.removeItem(CONVERSATION);
}

// One entry a message, so that two tabs never overwrite each other's.
export function keep(item) {
  store.setItem(UNSENT + item.body.id, JSON.stringify(item));
}

export function drop(id) {
  store.removeItem(UNSENT + id);
}

export function unsent() {
  const keys = Array.from({ length: store.length }, (_, place) => store.key(place));
  const items = keys.filter((key) => key.startsWith(UNSENT)).map((key) => parsed(store.getItem(key)));
  return items.filter((item) => item?.body?.id).sort((one, other) => one.at - other.at);
}

// What other tabs of this browser do: open another conversation, type, have a message delivered.
export function watch({ changed, typed, delivered }) {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === CONVERSATION && newValue) changed();
    else if (key?.startsWith(UNSENT) && newValue) typed(parsed(newValue));
    else if (key?.startsWith(UNSENT)) delivered(key.slice(UNSENT.length));
  });
}
