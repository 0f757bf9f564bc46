// Draws the diagrams of a page in the reader's browser: only where the site was built without V8.
// `diagramConfigurations` holds Mermaid's configuration for {light, dark}.
(() => {
  const diagrams = [...document.querySelectorAll('div.mermaid')];
  if (!diagrams.length) return;
  const address = new URL('mermaid.min.js', document.currentScript.src).href;
  const sources = diagrams.map((diagram) => diagram.textContent);
  let loaded = false;

  const draw = async () => {
    const dark = document.body.getAttribute('data-md-color-scheme') === 'slate';
    mermaid.initialize(diagramConfigurations[dark ? 'dark' : 'light']);
    diagrams.forEach((diagram, index) => {
      diagram.removeAttribute('data-processed');
      diagram.textContent = sources[index];
    });
    await mermaid.run({ nodes: diagrams, suppressErrors: true });
  };
  const load = () => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => {
      loaded = true;
      draw();
    };
    document.head.append(script);
  };

  // 1.6 MB on the wire: fetched when the first diagram comes near.
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      load();
    },
    { rootMargin: '400px' },
  );
  diagrams.forEach((diagram) => watch.observe(diagram));
  new MutationObserver(() => loaded && draw()).observe(document.body, {
    attributeFilter: ['data-md-color-scheme'],
  });
})();
