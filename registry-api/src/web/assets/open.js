// Takes the code of a link from behind the # of the address, where no server sees it, and puts it into the form.
"use strict";
(() => {
  const take = () => {
    const form = document.querySelector("form[data-code]");
    const field = document.getElementById("code");
    const code = location.hash.slice(1);
    if (!form || !field || code.length < 40) return;
    field.value = code;
    // The code leaves the address bar and what the browser remembers of this page.
    history.replaceState(null, "", location.pathname);
    if (form.dataset.code === "send") form.requestSubmit();
  };
  take();
  addEventListener("hashchange", take);
})();
