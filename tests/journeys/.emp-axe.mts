import { readFileSync } from 'node:fs'
import { openDatabase } from '#db/client.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDesk } from '#tests/journeys/desk.ts'
import { tourOf } from '#tests/journeys/tour.ts'
const AXE = readFileSync('/work/main/node_modules/axe-core/axe.min.js','utf8')
const d = openDatabase(process.env.DATABASE_URL!, {max:1,name:'axe'}); const b = await aBrowser(); const tour = await tourOf(d.db)
for (const width of [1280,360]) { const desk = await aDesk(b,'http://localhost:4711',tour.personas.employer,{viewport:{width,height:800}})
 for (const v of tour.visits.filter(v=>v.as==='employer')) { desk.complaints.length=0; const a=await desk.page.goto('http://localhost:4711'+v.path); await desk.page.waitForTimeout(300)
  const cdp = await desk.page.context().newCDPSession(desk.page); await cdp.send('Runtime.evaluate',{expression:AXE})
  const {result}=await cdp.send('Runtime.evaluate',{expression:"axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>r.violations.map(v=>v.id+': '+v.nodes.length+' '+v.nodes[0].html.slice(0,120)))",awaitPromise:true,returnByValue:true}); await cdp.detach()
  const wide=await desk.page.evaluate(()=>[document.documentElement.scrollWidth-innerWidth, document.querySelectorAll('h1').length])
  console.log(width,v.path,a?.status(),wide.join('/'),JSON.stringify(result.value),desk.complaints.join('|')) } await desk.close() }
await b.close(); await d.close()
