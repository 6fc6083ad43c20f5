"use strict";

// The citation to the clipboard at one press. Without this script it can be selected and copied as text.
(() => {
  const button = document.getElementById("copy");
  const said = document.getElementById("copied");
  const citation = document.getElementById("citation");

  function select() {
    const range = document.createRange();
    range.selectNodeContents(citation);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  // The clipboard is closed to pages without https, and to some browsers inside apps: then it is selected instead.
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citation.textContent.trim());
      said.textContent = "已复制";
    } catch {
      select();
      said.textContent = "不能自动复制，已选中，请按复制";
    }
  });
  button.parentElement.hidden = false;
})();
