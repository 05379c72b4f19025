/**
 * Words that say nothing of what a text is about, folded. Spanish first, the contractions of chat writing,
 * and the English ones that are no Spanish content word ("once", "has", "come" stay out).
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `
  a al algo alguien algun alguna algunas alguno algunos alla alli ambos ante antes aquel aquella aquellas aquello
  aquellos aqui asi aun aunque bien cada casi como con contra cual cuales cualquier cuando cuanta cuantas cuanto cuantos cuya
  cuyas cuyo cuyos da dan dar de debe deben del demas desde despues dice dicen donde dos durante e el ella ellas ellos
  en entonces entre era eran eras eres es esa esas ese eso esos esta estaba estaban estamos estan estar estas
  este esto estos estoy fue fueron fui ha habia habian haber hace hacen hacer hacia han hasta hay haya he hecho hemos
  hubo incluso junto la las le les lo los luego mas me mediante mi mia mias mientras mio mios mis mucha muchas mucho
  muchos muy nada ni ningun ninguna ninguno no nos nosotras nosotros nuestra nuestras nuestro nuestros o os otra otras
  otro otros para pero poco por porque pues puede pueden puedo que quien quienes se sea sean segun ser seran si sido
  siempre sin sino so sobre solo son soy su sus suya suyas suyo suyos tal tales tambien tampoco tan tanto te tener
  tenemos tengo ti tiene tienen tienes todavia toda todas todo todos tras tu tus tuya tuyo u un una unas uno unos va vamos
  van vez voy y ya yo
  q k ke xq pq porq tb tmb d x pa po pos oye hola cachai weon bueno buenas gracias porfa
  an and are as at be been by can could did do does for from had have how i if in into is it its my not of on or our
  that the their them there these they this those to was we were what when where which who why will with would you your
  `
    .trim()
    .split(/\s+/),
);
