/* What htmx and plain HTML leave over. Every page works without this file. */
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, listener, capture = false) => document.addEventListener(type, listener, capture);

  /** Say something to those who do not see it; emptied first, or the same words twice stay silent. */
  function say(text) {
    const live = $("#live");
    if (!live || !text) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 50);
  }

  /** Show a notice where messages stand: words, a link, more words. */
  function notify(words, link, rest = "") {
    const box = document.createElement("div");
    const text = document.createElement("div");
    box.className = "alert bad";
    box.setAttribute("role", "alert");
    text.append(words);
    if (link) text.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.text, target: "_blank" }), rest);
    box.append(text);
    $("#msgs").replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  }

  /* ---- split view: the open row is marked, the matter gets the focus ---- */
  function mark(link) {
    $$(".todo tr.cur").forEach((row) => row.classList.remove("cur"));
    $$(".todo a[aria-current]").forEach((a) => a.removeAttribute("aria-current"));
    if (!link) return;
    link.closest("tr").classList.add("cur");
    link.setAttribute("aria-current", "true");
    link.scrollIntoView({ block: "nearest" });
  }

  on("htmx:after:swap", (event) => {
    const context = event.detail.ctx;
    if (!context || !context.target || context.target.id !== "pane") return;
    if (!context.response || context.response.status >= 300) return;
    const split = $(".split");
    if (split) split.classList.replace("no-sel", "has-sel");
    const links = $$(".todo a.t");
    mark(links.includes(context.sourceElement) ? context.sourceElement : links.find((a) => a.href === location.href));
    const heading = $("#pane h2");
    if (heading) { heading.focus({ preventScroll: true }); say(heading.textContent); }
  });
  // HX-Trigger: {"decided": {"row": "row-8", "next": "row-9"}} takes the row away and marks the next one.
  on("decided", (event) => {
    const row = document.getElementById(event.detail.row);
    if (row) row.closest("tr").remove();
    mark(document.getElementById(event.detail.next));
  });

  /* ---- what went wrong on the way ---- */
  let expired = false;
  on("htmx:error", () => notify("网络不通，刚才的操作没有提交。请重试。"));
  on("htmx:after:request", ({ detail: { ctx } }) => answered(ctx.response.status, ctx.response.headers));
  function answered(status, headers) {
    if (status === 401 && !headers.get("HX-Redirect")) {
      expired = true;
      notify("登录已过期，刚才的操作没有提交，您写的内容还在。请", { text: "在新窗口登录", href: "/login/" }, "，再回到这里提交。");
    } else if (status >= 500) notify("系统出错了，刚才的操作没有完成。请稍后重试。");
  }
  // Back from the login in another window: a login changes the token that every form carries.
  on("visibilitychange", async () => {
    if (!expired || document.visibilityState !== "visible") return;
    const response = await fetch(location.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = $("[name=csrfmiddlewaretoken]", page);
    if (response.redirected || !fresh) return;
    expired = false;
    $$("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.value; });
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": fresh.value }));
    $("#msgs").replaceChildren();
    say("已重新登录，可以继续。");
  });

  /* ---- buttons that may not be pressed say why ---- */
  on("click", (event) => {
    const shut = event.target.closest("[aria-disabled=true]");
    if (!shut) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const why = document.getElementById(shut.getAttribute("aria-describedby"));
    if (why) { say(why.textContent.replace(/\s+/g, " ")); why.scrollIntoView({ block: "nearest" }); }
  }, true);

  /* ---- usual sentences go into the opinion ---- */
  on("click", (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (!phrase) return;
    const box = document.getElementById(phrase.dataset.into);
    box.value = box.value ? `${box.value}\n${phrase.dataset.phrase}` : phrase.dataset.phrase;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });

  /* ---- a plain form is sent once ---- */
  on("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.classList.add("busy");
    setTimeout(() => { delete form.dataset.sent; form.classList.remove("busy"); }, 15000);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) $$("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.classList.remove("busy"); });
  });

  /* ---- drafts: saved by hx-trigger while typing, and by a beacon when leaving ---- */
  $$("form[data-draft]").forEach((form) => {
    let typed = 0;
    let sent = 0;
    let kept = 0;
    form.addEventListener("input", () => { typed += 1; });
    form.addEventListener("htmx:before:request", () => { sent = typed; });
    form.addEventListener("htmx:after:request", () => { kept = sent; });
    form.addEventListener("submit", () => { kept = typed; });
    on("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || typed === kept) return;
      navigator.sendBeacon(form.dataset.draft, new FormData(form));
      kept = typed;
    });
  });

  /* ---- the rulebook editor: what is typed is kept and checked, what changes the form draws it anew,
     and a clause is chosen by a click on its paragraph, with the words that are marked in it ---- */
  $$("form[data-editor]").forEach((form) => {
    const address = form.getAttribute("action"); // form.action may be a box of that name
    let timer = 0;
    let running = false;
    let again = null;
    const typed = new Set(); // since the answer that is awaited was asked for
    async function keep(redraw, button) {
      clearTimeout(timer);
      timer = 0;
      if (running) { again = { redraw: redraw || (again && again.redraw), button: button || (again && again.button) }; return; }
      running = true;
      typed.clear();
      const body = new FormData(form);
      body.set("op", button || "keep");
      try {
        const response = await fetch(address, { method: "POST", body });
        answered(response.status, response.headers);
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (response.ok && $("#thing-body", page)) { show(page, redraw); if (!/^row:(up|down|drop)/.test(button)) retype(); }
        else if (response.status === 409) notify($("#refusal", page) ? $("#refusal", page).textContent.trim() : "这一项已被他人修改。");
        else notify("刚才的内容没有保存。请按“保存”，或者刷新页面后核对。");
      } catch { notify("网络不通，刚才的内容没有保存。请重试。"); }
      running = false;
      if (again) { const next = again; again = null; keep(next.redraw, next.button); }
    }
    function show(page, redraw) {
      const focused = document.activeElement && document.activeElement.id;
      const parts = redraw ? ["#thing-body", ...$$(".source").map((text) => `#${text.id}`)] : [];
      parts.forEach((part) => { if ($(part) && $(part, page)) $(part).replaceWith($(part, page)); });
      $$("[data-live]", page).forEach((fresh) => { const old = document.getElementById(fresh.id); if (old) old.replaceWith(fresh); });
      if (redraw && focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
    }
    function retype() {
      typed.forEach((old) => {
        const isTick = old.matches("[type=checkbox], [type=radio]");
        const fresh = [...form.elements].find((box) => box.name === old.name && (!isTick || box.value === old.value));
        if (!fresh || fresh === old) return;
        fresh.checked = old.checked;
        if (!isTick) fresh.value = old.value;
        if (!timer) timer = setTimeout(() => keep(false), 1200);
      });
    }
    form.addEventListener("input", (event) => {
      typed.add(event.target);
      clearTimeout(timer);
      if (!event.target.matches("[data-redraws]")) timer = setTimeout(() => keep(false), 1200);
    });
    form.addEventListener("change", (event) => { if (event.target.matches("[data-redraws]")) keep(true); });
    form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; });
    on("click", (event) => {
      const button = event.target.closest("[data-cite], [data-button]");
      if (!button || (button.form !== form)) return;
      event.preventDefault();
      if (button.matches("[data-cite]")) {
        const marked = String(getSelection()).trim();
        const paragraph = $("p", button.closest("[data-para]")).textContent;
        form.elements.selection.value = marked && paragraph.includes(marked) ? marked : "";
      }
      keep(true, button.value);
    });
    on("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !timer) return;
      const body = new FormData(form);
      body.set("op", "keep");
      navigator.sendBeacon(address, body);
    });
  });

  /* ---- amounts are repeated in 万元 and capitals while typing, days in Chinese; as config/kernel/fields.py does ---- */
  function capitals(cents) {
    const digits = "零壹贰叁肆伍陆柒捌玖";
    const yuan = String(Math.floor(cents / 100));
    const [jiao, fen] = [Math.floor(cents / 10) % 10, cents % 10];
    let words = "";
    let gap = false;
    [...yuan].forEach((digit, index) => {
      const place = yuan.length - 1 - index;
      if (digit === "0") gap = words !== "";
      else { words += (gap ? "零" : "") + digits[digit] + ["", "拾", "佰", "仟"][place % 4]; gap = false; }
      if (place % 4 || !Number(yuan.slice(Math.max(0, index - 3), index + 1))) return;
      words += place === 12 && Number(yuan.slice(-12, -8)) ? "万" : ["", "万", "亿", "万亿"][place / 4];
      gap = false;
    });
    if (words) words += "元";
    if (!jiao && !fen) return words ? `${words}整` : "零元整";
    if (words && (!jiao || yuan.endsWith("0"))) words += "零";
    return words + (jiao ? `${digits[jiao]}角` : "") + (fen ? `${digits[fen]}分` : "");
  }
  function money(typed, unit) {
    const found = /^(\d+(?:\.\d+)?)(万元|万|元)?$/.exec(typed.normalize("NFKC").replace(/[,\s]/g, ""));
    if (!found) return "";
    const cents = Math.round(Number(found[1]) * ((found[2] || unit)[0] === "万" ? 1e6 : 100));
    const wan = (cents / 1e6).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });
    return cents < 1e15 ? `${wan} 万元，人民币${capitals(cents)}` : "";
  }
  function chineseDay(typed) {
    const [year, month, day] = typed.split("-").map(Number);
    return day ? `${year}年${month}月${day}日` : "";
  }
  on("input", ({ target }) => {
    const echo = target.id && $(`[data-echo="${target.id}"]`);
    if (echo) echo.textContent = target.type === "date" ? chineseDay(target.value) : money(target.value, target.dataset.unit);
  });

  /* ---- uploads with progress: fetch has none, XHR has. The answer is the page itself, after its redirect:
     its messages are shown, and the section of the form (or what data-refresh names) is taken from it ---- */
  function upload(form, file) {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.name });
    const progress = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    progress.setAttribute("aria-label", `上传 ${file.name}`);
    item.append(name, progress);
    $("[data-upload-list]", form).append(item);
    const body = new FormData(form);
    body.set($("input[type=file]", form).name, file);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => { progress.value = (event.loaded / event.total) * 100; });
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    return new Promise((resolve) => {
      request.addEventListener("loadend", () => {
        answered(request.status, { get: (header) => request.getResponseHeader(header) });
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        if (!$("#main", page)) progress.replaceWith("没有传上，请重试。");
        resolve($("#main", page) && page);
      });
      request.send(body);
    });
  }
  async function uploadAll(form, files) {
    if (!files.length) { notify("请先选择要上传的文件。"); return; }
    const area = form.closest("section[id], section[aria-labelledby]");
    const own = !area ? "#main" : area.id ? `#${area.id}` : `[aria-labelledby="${area.getAttribute("aria-labelledby")}"]`;
    const notices = [];
    let last = null;
    for (const file of files) {
      const page = await upload(form, file);
      if (page) { notices.push(...$$("#msgs > *, main [role=alert]", page)); last = page; }
    }
    if (!last) return;
    (form.dataset.refresh || own).split(",").forEach((selector) => {
      const fresh = $(selector, last);
      if (!fresh || !$(selector)) return;
      $(selector).replaceWith(fresh);
      htmx.process(fresh);
    });
    $("#msgs").replaceChildren(...notices);
    say(notices.map((notice) => notice.textContent).join(" "));
  }
  on("submit", (event) => {
    const form = event.target.closest("[data-upload]");
    if (!form) return;
    event.preventDefault();
    uploadAll(form, $("input[type=file]", form).files);
  }, true);
  for (const type of ["dragover", "dragleave", "drop"]) {
    on(type, (event) => {
      const form = event.target.closest("[data-upload]");
      if (!form) return;
      event.preventDefault();
      form.classList.toggle("over", type === "dragover");
      if (type === "drop") uploadAll(form, event.dataTransfer.files);
    });
  }

  /* ---- menus close by Esc and by a click elsewhere ---- */
  on("click", (event) => $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    $$("details.menu[open], details.confirm[open]").forEach((open) => { open.open = false; $("summary", open).focus(); });
  });

  /* ---- a table that is wider than its place can be scrolled by keys ---- */
  function openToKeys() {
    $$(".tablewrap:not([tabindex])").forEach((wrap) => {
      if (wrap.scrollWidth <= wrap.clientWidth) return;
      const caption = $("caption", wrap);
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", `${caption ? caption.textContent : "表格"}，可左右滚动`);
    });
  }
  openToKeys();
  addEventListener("resize", openToKeys);
  on("htmx:after:swap", openToKeys);

  const here = $(".nav [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  /* ---- keys: / search, j k move, Enter opens, a r go to the buttons and do not press them, ? help ---- */
  const KEYS = [["/", "查找"], ["j　k", "下一件、上一件"], ["Enter", "打开"], ["a", "到「同意」"], ["r", "到「退回」"], ["?", "本说明"], ["Esc", "关闭菜单"]];
  const keysAreOn = () => localStorage.getItem("keys") !== "off";
  function help() {
    let dialog = $("#help");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "help";
      dialog.setAttribute("aria-labelledby", "help-title");
      const rows = KEYS.map(([key, what]) => `<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`).join("");
      dialog.innerHTML = `<h2 id="help-title">键盘操作</h2><dl class="dl">${rows}</dl><p><label class="check"><input type="checkbox">使用单键操作</label></p><form method="dialog"><button class="btn">关闭</button></form>`;
      $("input", dialog).addEventListener("change", (event) => localStorage.setItem("keys", event.target.checked ? "on" : "off"));
      document.body.append(dialog);
    }
    $("input", dialog).checked = keysAreOn();
    dialog.showModal();
  }
  $$("[data-help]").forEach((button) => { button.hidden = false; button.addEventListener("click", help); });

  on("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !keysAreOn()) return;
    if (event.target.matches("input, textarea, select, [contenteditable]") || $("dialog[open]")) return;
    const rows = $$(".todo a.t, [data-rows] a.t");
    const focused = rows.indexOf(document.activeElement);
    const from = focused < 0 ? rows.findIndex((a) => a.hasAttribute("aria-current")) : focused;
    const step = { j: 1, k: -1 }[event.key];
    const goal = event.key === "/" ? $("[data-search]")
      : step ? rows[Math.max(0, Math.min(rows.length - 1, from + step))]
      : "ar".includes(event.key) ? $(`[data-key=${event.key}]`) : null;
    if (goal) { event.preventDefault(); goal.focus(); } else if (event.key === "?") help();
  });
})();
