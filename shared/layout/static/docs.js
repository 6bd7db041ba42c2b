// The page /<service>/docs: the API's own description, readable.
const place = document.getElementById("docs");
window.ui = SwaggerUIBundle({ url: place.dataset.address, domNode: place, deepLinking: true, tryItOutEnabled: false });
