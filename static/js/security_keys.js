/* Security keys: the browser asks the key, the form carries the answer. Needs scripts by nature. */
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  /** What the browser wants as bytes comes as text. */
  function read(form) {
    const asked = JSON.parse(form.dataset.options).publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    if (asked.excludeCredentials) asked.excludeCredentials = known(asked.excludeCredentials);
    if (asked.allowCredentials) asked.allowCredentials = known(asked.allowCredentials);
    return { publicKey: asked };
  }

  /** And back again. */
  function write(found) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = text(found.response[name]);
    }
    return JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {} });
  }

  document.querySelectorAll("form[data-key]").forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const error = form.querySelector("[data-key-error]");
      error.hidden = true;
      try {
        if (!navigator.credentials) throw new Error("unsupported");
        form.elements.response.value = write(await navigator.credentials[form.dataset.key](read(form)));
      } catch (problem) {
        error.textContent = problem.name === "InvalidStateError"
          ? "这把密钥已经登记过，请换一把。"
          : "没有读到密钥：请插好密钥，重新点按钮，并按密钥上的触点；网址须是 https。";
        error.hidden = false;
        return;
      }
      form.submit();
    });
  });
})();
