// The chat of Than Thien on a portal: a round button that opens our own page in a frame. Nothing else is loaded or kept.
(() => {
  "use strict";
  const tag = document.currentScript;
  if (!tag || window.ThanThien) return;
  const words = "%WORDS%";
  const home = new URL(tag.src).origin;
  const query = /^\d{5}$/.test(tag.dataset.commune) ? `?xa=${tag.dataset.commune}` : "";
  const narrow = matchMedia("(max-width: 480px), (max-height: 480px)");
  let ready = false;
  let news = false;
  let alarm;

  const style = `
    :host{all:initial}
    *{box-sizing:border-box}
    button,a,p{font:600 16px/1.4 system-ui,sans-serif}
    button,a{border-radius:99px;cursor:pointer}
    :focus-visible{outline:3px solid #b4430b;outline-offset:2px;box-shadow:0 0 0 2px #fff}
    .open{position:fixed;right:16px;bottom:16px;z-index:2147483646;width:60px;height:60px;padding:0;border:2px solid #fff;
      background:#0b5d4a;color:#fff;box-shadow:0 2px 10px #0006}
    .open:hover{background:#084637}
    .open svg{display:block;margin:auto;fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round}
    .news::after{content:"";position:absolute;right:0;top:0;border:8px solid #b4430b;border-radius:50%;outline:2px solid #fff}
    dialog{position:fixed;inset:auto 16px 88px auto;z-index:2147483646;width:400px;height:min(680px,100vh - 104px);max-width:none;
      max-height:none;margin:0;padding:0;overflow:hidden;border:1px solid #55605c;border-radius:14px;background:#faf7f1;
      box-shadow:0 6px 30px #0005}
    dialog.full{inset:0;width:100%;height:100%;border:0;border-radius:0}
    iframe{width:100%;height:100%;border:0;display:block}
    .cover{position:absolute;inset:0;display:flex;flex-direction:column;justify-content:center;align-items:center;gap:16px;
      padding:24px;background:#faf7f1;color:#1c2522;text-align:center}
    .cover>*{margin:0}
    .cover a,.cover button{padding:10px 20px;border:1px solid #0b5d4a;background:#0b5d4a;color:#fff;text-decoration:none}
    .cover button{background:#fff;color:#0b5d4a}
    [hidden]{display:none!important}
    @media print{:host{display:none}}
    @media (prefers-reduced-motion:no-preference){dialog[open]{animation:in .15s}@keyframes in{from{opacity:0;transform:translateY(8px)}}}`;

  const make = (name, parent, values) => {
    const node = parent.appendChild(document.createElement(name));
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
    return node;
  };

  function start() {
    const host = make("div", document.body, { lang: "vi" });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // made by script, so the portal's policy needs no exception for styles
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const button = make("button", root, { type: "button", class: "open" });
    const icon = button.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    for (const [key, value] of [["viewBox", "0 0 24 24"], ["width", 30], ["aria-hidden", true]]) icon.setAttribute(key, value);
    const line = icon.appendChild(document.createElementNS(icon.namespaceURI, "path"));
    const panel = make("dialog", root, { "aria-label": words.frame });
    const frame = make("iframe", panel, { title: words.frame });
    const cover = make("div", panel, { class: "cover" });
    const told = make("p", cover, { role: "status" });
    const link = make("a", cover, { href: `${home}/${query}`, target: "_blank", rel: "noopener" });
    const leave = make("button", cover, { type: "button" });
    link.textContent = words.page;
    leave.textContent = words.close;

    const say = (what) => frame.contentWindow.postMessage({ thanthien: what }, home);
    const draw = () => {
      line.setAttribute("d", panel.open ? "M6 6l12 12M18 6L6 18" : "M4 4h16v12H10l-5 4v-4H4zM8 8.500h8M8 12h5");
      button.setAttribute("aria-expanded", panel.open);
      button.setAttribute("aria-label", panel.open ? words.close : news ? words.news : words.open);
      button.classList.toggle("news", news);
    };
    const fail = () => {
      told.textContent = words.failed;
      link.hidden = false;
    };
    const load = () => {
      ready = false;
      cover.hidden = false;
      link.hidden = true;
      told.textContent = words.opening;
      frame.src = `${home}/nhung${query}`;
      clearTimeout(alarm);
      alarm = setTimeout(fail, 15000);
    };
    const enter = () => {
      if (!panel.open || !ready) return;
      frame.focus();
      say("opened");
    };
    const show = () => {
      panel.classList.toggle("full", narrow.matches);
      if (narrow.matches) panel.showModal();
      else panel.show();
      enter();
    };
    const open = () => {
      if (panel.open) return;
      if (!ready) load();
      show();
      news = false;
      draw();
    };
    const close = () => panel.close();

    button.addEventListener("click", () => (panel.open ? close() : open()));
    leave.addEventListener("click", close);
    panel.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), close()));
    panel.addEventListener("close", () => {
      if (panel.open) return; // only laid out anew
      draw();
      button.focus();
    });
    narrow.addEventListener("change", () => {
      if (!panel.open) return;
      close();
      show();
    });
    frame.addEventListener("load", () => {
      if (!frame.src) return;
      say("hello");
      clearTimeout(alarm);
      alarm = setTimeout(fail, 3000);
    });
    addEventListener("message", ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== home) return;
      if (data.thanthien === "ready") {
        clearTimeout(alarm);
        ready = cover.hidden = true;
        enter();
      }
      if (data.thanthien === "close") close();
      if (data.thanthien === "news") {
        news = !panel.open;
        draw();
      }
    });
    draw();
    window.ThanThien = Object.freeze({ open, close });
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
