// On a page that only leads on: takes the version and the anchor of the address along. Without it the page leads on too.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const target = new URL((document.getElementById(anchor)?.querySelector("a") ?? document.querySelector("a.moved")).href);
  if (anchor) target.hash ||= anchor;
  target.search = location.search;
  location.replace(target);
});
