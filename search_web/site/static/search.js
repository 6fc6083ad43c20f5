"use strict";

// A filter takes effect as soon as it is chosen: the same page is fetched and its parts put in place, so that focus,
// scroll position and open lists stay. Without this script the form is sent with the button 应用筛选.
(() => {
  const PARTS = ["found", "filters", "hits"];
  const PAUSE = 150;
  const MOST_FOUND = 12;
  const form = document.getElementById("search");
  const live = document.getElementById("live");
  const status = document.getElementById("status");
  let running = null;
  document.documentElement.classList.add("scripted");

  function address() {
    const args = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      // A value may stand twice: in its list, and among those found by the list's box.
      if (value.trim() && !args.getAll(name).includes(value)) args.append(name, value);
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

  // Typing into the box of a long list shows the values that are meant under it, as the list's own page has them.
  async function findValues(box) {
    const args = new URLSearchParams(new FormData(box.form));
    const found = document.createElement("ul");
    found.className = "choices within-found";
    if (box.value.trim()) {
      const response = await fetch(`${box.form.getAttribute("action")}?${args}`);
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const values = [...page.querySelectorAll(".choices.many > li")].slice(0, MOST_FOUND);
      for (const input of values.flatMap((value) => [...value.querySelectorAll("input")])) {
        input.setAttribute("form", form.id);
      }
      found.append(...values);
      status.textContent = `${box.getAttribute("aria-label")}：${values.length} 项`;
    }
    if (!box.isConnected || box.value.trim() !== args.get("find").trim()) return;
    const before = box.form.nextElementSibling;
    if (before.classList.contains("within-found")) before.remove();
    box.form.after(found);
  }

  let waiting = 0;
  live.addEventListener("input", (event) => {
    if (event.target.name !== "find" || event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => findValues(event.target), PAUSE);
  });

  live.addEventListener("change", (event) => {
    const control = event.target;
    if (control.form !== form) return;
    for (const same of live.querySelectorAll("input[type=checkbox]")) {
      if (same.name === control.name && same.value === control.value) same.checked = control.checked;
    }
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
