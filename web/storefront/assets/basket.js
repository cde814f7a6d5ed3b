// What the shopper asks for in the chat is put into this shop's basket.
(() => {
  const put = async ({ itemId, productId }) => {
    const response = await fetch("/basket", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ item_id: itemId, product_id: productId }),
    });
    if (!response.ok) throw new Error(`basket: ${response.status}`);
    const { count } = await response.json();
    document.getElementById("basket-count").textContent = count ? `(${count})` : "";
    window.Aisle.track("basket_add", { productId });
  };
  const listen = () => window.Aisle.on("basket", put);
  if (window.Aisle) listen();
  else window.addEventListener("aisle-ready", listen);
})();
