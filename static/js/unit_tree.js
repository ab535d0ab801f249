// Dragging a unit onto another opens the form that moves it, with the new parent chosen.
// Nothing is moved by the drag alone, and without scripts the form is a link on the unit's page.
"use strict";
(() => {
  const tree = document.querySelector("[data-unit-tree]");
  if (!tree) return;
  let moved = null;
  const rowOf = (event) => event.target.closest("tr[data-unit]");
  const clear = () => tree.querySelectorAll("tr.over").forEach((row) => row.classList.remove("over"));
  tree.querySelectorAll("tr[data-unit]").forEach((row) => { row.draggable = true; });
  tree.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  tree.addEventListener("dragstart", (event) => {
    moved = rowOf(event);
    if (moved) event.dataTransfer.setData("text/plain", moved.dataset.unit);
  });
  tree.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    clear();
    if (!moved || !row || row === moved) return;
    event.preventDefault();
    row.classList.add("over");
  });
  tree.addEventListener("drop", (event) => {
    const row = rowOf(event);
    clear();
    if (!moved || !row || row === moved) return;
    event.preventDefault();
    location.assign(`/organizations/units/${moved.dataset.unit}/move/?under=${row.dataset.unit}`);
  });
  tree.addEventListener("dragend", () => { moved = null; clear(); });
})();
