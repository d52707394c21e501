// Inside the frame on a commune's portal: what is said to the page around it, and only to one we know.

const { framedBy } = document.getElementById("chu").dataset;
const known = framedBy?.split(" ") ?? [];

let around = null; // the origin of the page around, once it has spoken

export const isFramed = window.parent !== window && known.length > 0;

function say(what) {
  if (around) window.parent.postMessage({ thanthien: what }, around);
}

// Something was said; worth a mark on the portal's button if the chat is closed.
export const arrived = () => say("news");

// `on`: opened() when the portal shows the chat; leave() says whether Escape still has something to close in here.
export function start(on) {
  if (!isFramed) return;
  const button = document.getElementById("dong");
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || !known.includes(origin)) return;
    around = origin;
    if (data?.thanthien === "hello") say("ready");
    if (data?.thanthien === "opened") on.opened();
  });
  button.addEventListener("click", () => say("close"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && on.leave()) say("close");
  });
}
