"""Drawing: what all charts share between their Vega-Lite specification and the finished SVG."""
