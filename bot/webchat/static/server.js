// The chat's HTTP interface, as /openapi.json describes it. The token travels in a header, never in an address.

const API = "/api/v1/conversations";
const PATIENCE = 20_000; // milliseconds for anything that is not meant to wait

// The server's refusal: its status, its words, and the seconds it asks to wait.
export class Refused extends Error {
  constructor(status, said, seconds) {
    super(`${status}`);
    this.status = status;
    this.said = said || "";
    this.seconds = seconds || 0;
  }
}

async function ask(path, { token, ...options } = {}) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (options.body) headers["Content-Type"] = "application/json";
  const response = await fetch(API + path, {
    cache: "no-store",
    signal: AbortSignal.timeout?.(PATIENCE),
    ...options,
    headers,
  });
  if (response.ok) return response;
  const { detail } = await response.json().catch(() => ({}));
  throw new Refused(response.status, detail, Number(response.headers.get("Retry-After")));
}

export async function open(wanted) {
  const response = await ask("", { method: "POST", body: JSON.stringify(wanted) });
  const { conversation_id: id, token } = await response.json();
  return { id, token };
}

export async function post({ id, token }, body) {
  await ask(`/${id}/messages`, { method: "POST", body: JSON.stringify(body), token });
}

export async function history({ id, token }) {
  return (await (await ask(`/${id}/history`, { token })).json()).entries;
}

export async function transcript({ id, token }) {
  const response = await ask(`/${id}/transcript`, { token });
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))?.[1];
  return { name, file: await response.blob() };
}

export async function news({ id, token }, after, wait, signal) {
  return (await ask(`/${id}/messages?after=${after}&wait=${wait}`, { token, signal })).json();
}

export async function events({ id, token }, after, signal) {
  const headers = { Accept: "text/event-stream" };
  const response = await ask(`/${id}/events?after=${after}`, { token, signal, headers });
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
}
