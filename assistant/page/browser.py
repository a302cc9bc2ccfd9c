"""Two small components that run in the browser, each for what the chat's own parts lack."""

import param
from panel.custom import JSComponent


class Anchor(JSComponent):
    """A place in the feed to which the page can return: the feed's own ``scroll_to`` does not move.

    It stays a little below the top, so that the question above it is seen. While charts settle it
    holds its place, until the reader scrolls, clicks or types.
    """

    returned = param.Integer(default=0)

    _esm = """
    export function render({model, el}) {
      el.style.scrollMarginTop = "84px"
      model.on("returned", () => {
        let left = 24
        const act = () => {
          el.scrollIntoView({block: "start"})
          left -= 1
          if (left <= 0) clearInterval(timer)
        }
        const timer = setInterval(act, 250)
        for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"])
          window.addEventListener(kind, () => clearInterval(timer), {capture: true, once: true})
        act()
      })
    }
    """


class PlotGuard(JSComponent):
    """Keeps a message that grows from measuring a plot that has no layout yet.

    Without it the browser reports an error (panel-material-ui issue 548); the plot is measured
    again when its layout is there.
    """

    _esm = """
    export function render() {
      const plot = window.Bokeh.Models.get("Plot").prototype.default_view.prototype
      if (plot.waits_for_layout) return
      for (const name of ["_measure_layout", "_after_layout"]) {
        const act = plot[name]
        plot[name] = function() {
          if (this.layout != null) act.call(this)
        }
      }
      plot.waits_for_layout = true
    }
    """
