"use strict";

// Suggestions under the search box: the ARIA combobox with a listbox. The focus stays in the box; the arrow keys move
// a mark through the list, Enter or a tap follows it, Escape closes the list and leaves what was typed. Without this
// script the box is a plain search box.
(() => {
  const PAUSE = 120;
  const COUNTER = new Intl.NumberFormat("en");
  const form = document.getElementById("search");
  const box = document.getElementById("q");
  const list = element("ul", "suggestions");
  const status = element("span", "hidden");
  let offered = [];
  let active = -1;
  let waiting = 0;
  let running = null;

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // Marks count characters (code points), not the UTF-16 units of a JavaScript string.
  function markedText({ text, marks }) {
    const whole = element("span", "text");
    const characters = [...text];
    let done = 0;
    for (const [start, end] of marks) {
      whole.append(characters.slice(done, start).join(""), element("mark", "", characters.slice(start, end).join("")));
      done = end;
    }
    whole.append(characters.slice(done).join(""));
    return whole;
  }

  function option(suggestion, index) {
    const line = element("li", "suggestion");
    line.id = `suggestion-${index}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const counted = suggestion.kind !== "title" || suggestion.count > 1;
    const count = counted ? ` ${COUNTER.format(suggestion.count)} 件` : "";
    line.append(markedText(suggestion), " ", element("span", "what", suggestion.label + count));
    line.addEventListener("click", () => location.assign(suggestion.url));
    return line;
  }

  function mark(index) {
    if (active >= 0) list.children[active].setAttribute("aria-selected", "false");
    active = index;
    if (active < 0) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    list.children[active].setAttribute("aria-selected", "true");
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function show(suggestions) {
    mark(-1);
    offered = suggestions;
    list.replaceChildren(...offered.map(option));
    list.scrollTop = 0;
    list.hidden = offered.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : `可能要找的有 ${offered.length} 项，按上下键选择`;
  }

  function close() {
    clearTimeout(waiting);
    if (running) running.abort();
    show([]);
  }

  // Suggestions are an aid: where they cannot be had there are none, and the search works as before.
  async function ask() {
    running = new AbortController();
    const { signal } = running;
    const args = new URLSearchParams({ q: box.value.trim() });
    try {
      const response = await fetch(`${form.dataset.suggestions}?${args}`, { signal });
      const answer = response.ok ? await response.json() : { suggestions: [] };
      if (!signal.aborted && document.activeElement === box) show(answer.suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  // The list stays until the next one is there, but nothing of it is chosen any more; an answer to what stood in the
  // box before is dropped.
  function askAfter(pause) {
    clearTimeout(waiting);
    if (running) running.abort();
    if (!box.value.trim()) return close();
    mark(-1);
    waiting = setTimeout(ask, pause);
  }

  // From the box through the list and back to the box.
  function step(by) {
    const places = offered.length + 1;
    mark(((active + 1 + by + places) % places) - 1);
  }

  // While an input method composes, keys belong to it: Enter takes its candidate, and neither sends the form nor
  // follows a suggestion. Safari ends the composition first, but still says 229.
  function onKey(event) {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229) {
      if (key === "Enter") event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) askAfter(0);
      else step(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Escape" && !list.hidden) close();
    else if (key === "Enter" && active >= 0) location.assign(offered[active].url);
    else return;
    event.preventDefault();
  }

  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可能要找的");
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", () => askAfter(PAUSE));
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A press on the list leaves the focus in the box, so that the list is still there when the press ends.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  window.addEventListener("pagehide", close);
})();
