// Tells the assistant's widget what happens on the page; the widget sends it on only if the shopper agreed.
(() => {
  const tell = (name, detail) => window.Aisle?.track(name, detail);
  // What a form does: the basket is filled and emptied by forms.
  document.addEventListener("submit", ({ target }) => {
    const { tells, productId } = target.dataset;
    if (tells) tell(tells, { productId });
  });
  // What the page is: a search, the thanks for an order.
  const page = () => {
    for (const { dataset } of document.querySelectorAll("[data-told]")) tell(dataset.told, JSON.parse(dataset.detail));
  };
  if (window.Aisle) page();
  else window.addEventListener("aisle-ready", page, { once: true });
})();
