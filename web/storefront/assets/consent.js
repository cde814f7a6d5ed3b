// The shopper's choice about personalisation, kept in this browser; the widget reads the same entry.
(() => {
  const KEY = "aisle-consent";
  const bar = document.getElementById("consent");
  const change = document.getElementById("consent-change");

  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return "no"; // without storage nothing could be remembered, so nothing is asked
    }
  };
  const choose = (choice) => {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // The choice then lasts for this page.
    }
    bar.hidden = true;
    document.dispatchEvent(new CustomEvent("aisle-consent", { detail: choice }));
  };

  bar.hidden = read() !== null;
  for (const button of bar.querySelectorAll("[data-consent]")) {
    button.addEventListener("click", () => choose(button.dataset.consent));
  }
  change.addEventListener("click", () => {
    bar.hidden = false;
    bar.querySelector("button").focus();
  });
})();
