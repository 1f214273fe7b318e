// Runs before the first paint: marks that scripts run, and puts a chosen colour mode in force.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var mode = localStorage.getItem("qianshao-theme");
    if (mode === "dark" || mode === "light") root.setAttribute("data-theme", mode);
  } catch (error) { /* storage may be switched off: the system's mode stays */ }
})();
