// Runs before the first paint: marks that scripts run, and puts a chosen colour mode and language in force.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var mode = localStorage.getItem("qianshao-theme");
    if (mode === "dark" || mode === "light") root.setAttribute("data-theme", mode);
    var asked = location.search; // a typed or shared address says no language: the chosen one holds
    if (localStorage.getItem("qianshao-lang") === "en" && root.lang !== "en" && !/[?&]lang=/.test(asked)) {
      location.replace(location.pathname + (asked ? asked + "&" : "?") + "lang=en" + location.hash);
    }
  } catch (error) { /* storage may be switched off: the system's mode stays */ }
})();
