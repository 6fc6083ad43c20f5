"use strict";

// While a title is being typed, archived proposals with a like title appear below it. Without this script they are
// found when the form is sent. What cannot be had is left out: the form works as before.
(() => {
  const PAUSE = 250;
  const FEWEST = 4;
  const box = document.getElementById("title");
  const list = document.getElementById("likely");
  const status = document.getElementById("likely-status");
  if (!box || !list) return;
  let waiting = 0;
  let running = null;

  function line({ title, place, same, url }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    item.append(link);
    if (place) item.append(` ${place}`);
    if (same) {
      const mark = document.createElement("b");
      mark.textContent = " 标题相同";
      item.append(mark);
    }
    return item;
  }

  function show(matches) {
    list.querySelector("ul").replaceChildren(...matches.map(line));
    list.hidden = matches.length === 0;
    status.textContent = matches.length ? `档案里有 ${matches.length} 件标题相近的，列在标题下面` : "";
  }

  async function ask() {
    const typed = box.value.trim();
    if (typed.length < FEWEST) return show([]);
    running = new AbortController();
    const { signal } = running;
    try {
      const response = await fetch(`${box.dataset.titles}?${new URLSearchParams({ title: typed })}`, { signal });
      const answer = response.ok ? await response.json() : { matches: [] };
      if (!signal.aborted) show(answer.matches);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  }

  function askSoon() {
    clearTimeout(waiting);
    if (running) running.abort();
    waiting = setTimeout(ask, PAUSE);
  }

  // An input method's letters are no title yet; its choice comes with the end of the composition.
  box.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  box.addEventListener("compositionend", askSoon);
  if (box.value.trim()) ask();
})();
