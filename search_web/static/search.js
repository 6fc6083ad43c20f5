"use strict";

// A filter takes effect as soon as it is chosen: the same page is fetched and its parts put in place, so that focus,
// scroll position and open lists stay. Without this script the form is sent with the button 应用筛选.
(() => {
  const PARTS = ["found", "filters", "hits"];
  const form = document.getElementById("search");
  const live = document.getElementById("live");
  const status = document.getElementById("status");
  let running = null;
  document.documentElement.classList.add("scripted");

  function address() {
    const args = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) args.append(name, value);
    }
    return `${form.getAttribute("action")}?${args.toString() || "q="}`;
  }

  function openLists() {
    return [...live.querySelectorAll("details[open][id]")].map((list) => list.id);
  }

  function sameControl(control) {
    return [...live.querySelectorAll("input")].find(
      (each) => each.name === control.name && (each.type !== "checkbox" || each.value === control.value),
    );
  }

  function putInPlace(page, control) {
    const opened = openLists();
    for (const id of PARTS) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    for (const id of opened) {
      const list = document.getElementById(id);
      if (list) list.open = true;
    }
    const again = sameControl(control);
    const folded = again && again.closest("details:not([open])");
    if (folded) folded.open = true;
    if (again) again.focus({ preventScroll: true });
    document.title = page.title;
    status.textContent = document.getElementById("found-title").textContent;
  }

  async function update(control) {
    const url = address();
    if (running) running.abort();
    running = new AbortController();
    live.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok || !page.getElementById("live")) throw new Error(`${response.status}`);
      history.pushState(null, "", url);
      putInPlace(page, control);
    } catch (error) {
      if (error.name === "AbortError") return;
      location.assign(url);
    }
    live.removeAttribute("aria-busy");
  }

  live.addEventListener("change", (event) => {
    const control = event.target;
    if (control.form !== form) return;
    if (control.type === "checkbox" && !control.checked) {
      for (const refined of control.closest("li").querySelectorAll("ul input")) refined.checked = false;
    }
    update(control);
  });

  // A plain submit leaves empty fields out of the address, so that it can be kept and sent on.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(address());
  });

  window.addEventListener("popstate", () => location.reload());
})();
