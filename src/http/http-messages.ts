import type { Locale } from '../domain/collection.ts';

export type ProblemCode =
  | 'malformed_request'
  | 'malformed_json'
  | 'foreign_origin'
  | 'ticket_refused'
  | 'key_refused'
  | 'site_paused'
  | 'site_budget_spent'
  | 'not_found'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'invalid_request'
  | 'too_many_requests'
  | 'not_ready'
  | 'overloaded'
  | 'upstream_failed'
  | 'cancelled'
  | 'shutting_down'
  | 'internal_error';

type ProblemWords = { readonly title: string; readonly detail: string };
type FieldWords = {
  readonly required: string;
  readonly wrongType: (expected: string) => string;
  readonly tooShort: (minimum: number) => string;
  readonly tooLong: (maximum: number) => string;
  readonly tooSmall: (minimum: number) => string;
  readonly tooBig: (maximum: number) => string;
  readonly notOneOf: (values: string) => string;
  readonly unknownKey: string;
  readonly nulCharacter: string;
  readonly loneSurrogate: string;
  readonly invalid: string;
};
type HttpMessages = {
  readonly problems: Readonly<Record<ProblemCode, ProblemWords>>;
  readonly fields: FieldWords;
};

const es: HttpMessages = {
  problems: {
    malformed_request: { title: 'Solicitud mal formada', detail: 'La solicitud no se puede leer.' },
    malformed_json: { title: 'JSON mal formado', detail: 'El cuerpo no es JSON válido en UTF-8.' },
    foreign_origin: {
      title: 'Sitio no autorizado',
      detail: 'Este sitio no está autorizado para usar el asistente. Quien lo administra puede pedirlo.',
    },
    ticket_refused: {
      title: 'Sesión vencida',
      detail: 'La sesión con el asistente venció. Vuelve a intentarlo.',
    },
    key_refused: {
      title: 'Falta una clave válida',
      detail: 'Envía la clave de tu programa en la cabecera Authorization: Bearer.',
    },
    site_paused: {
      title: 'Asistente en pausa',
      detail: 'El asistente de este sitio está en pausa por ahora. Vuelve más tarde, por favor.',
    },
    site_budget_spent: {
      title: 'Sin respuestas por hoy',
      detail:
        'El asistente ya dio todas las respuestas que este sitio tiene para hoy. Gracias por tu interés.',
    },
    not_found: { title: 'No encontrado', detail: 'Lo que se pide no existe en este servicio.' },
    method_not_allowed: {
      title: 'Método no permitido',
      detail: 'Esta dirección no admite ese método; la cabecera Allow dice cuáles admite.',
    },
    too_large: {
      title: 'Contenido demasiado grande',
      detail: 'El cuerpo supera el tamaño máximo admitido.',
    },
    unsupported_media_type: {
      title: 'Tipo de contenido no admitido',
      detail: 'Envía el cuerpo como application/json en UTF-8.',
    },
    invalid_request: {
      title: 'Datos no válidos',
      detail: 'Hay campos que corregir; «errors» nombra cada uno.',
    },
    too_many_requests: {
      title: 'Demasiadas solicitudes',
      detail: 'Has hecho muchas consultas seguidas. Espera un momento y vuelve a intentarlo.',
    },
    not_ready: {
      title: 'Servicio no disponible por ahora',
      detail: 'El servicio aún no está listo para responder. Vuelve a intentarlo en unos segundos.',
    },
    overloaded: {
      title: 'Servicio ocupado',
      detail: 'Hay demasiadas consultas a la vez. Vuelve a intentarlo en unos segundos.',
    },
    upstream_failed: {
      title: 'Servicio no disponible por ahora',
      detail: 'No se pudo completar la respuesta. Vuelve a intentarlo en unos segundos.',
    },
    cancelled: { title: 'Consulta interrumpida', detail: 'La consulta se interrumpió antes de terminar.' },
    shutting_down: {
      title: 'El servicio se está reiniciando',
      detail: 'El servicio se detiene por mantenimiento. Vuelve a intentarlo en unos segundos.',
    },
    internal_error: {
      title: 'Error interno',
      detail: 'Ocurrió un error inesperado. Si se repite, avisa indicando el identificador de «instance».',
    },
  },
  fields: {
    required: 'Falta este campo.',
    wrongType: (expected) => `El tipo no es el esperado (${expected}).`,
    tooShort: (minimum) =>
      minimum === 1 ? 'No puede estar vacío.' : `Debe tener al menos ${minimum} caracteres.`,
    tooLong: (maximum) => `Debe tener como máximo ${maximum} elementos o caracteres.`,
    tooSmall: (minimum) => `Debe ser ${minimum} o más.`,
    tooBig: (maximum) => `Debe ser ${maximum} o menos.`,
    notOneOf: (values) => `Debe ser uno de estos valores: ${values}.`,
    unknownKey: 'Este campo no existe.',
    nulCharacter: 'Contiene el carácter nulo (U+0000).',
    loneSurrogate: 'Contiene medio carácter Unicode (un sustituto sin su pareja).',
    invalid: 'El valor no es válido.',
  },
};

const en: HttpMessages = {
  problems: {
    malformed_request: { title: 'Malformed request', detail: 'The request cannot be read.' },
    malformed_json: { title: 'Malformed JSON', detail: 'The body is not valid JSON in UTF-8.' },
    foreign_origin: {
      title: 'Site not allowed',
      detail: 'This site is not allowed to use the assistant. Whoever runs it can ask for it.',
    },
    ticket_refused: {
      title: 'Session expired',
      detail: 'The session with the assistant has expired. Try again.',
    },
    key_refused: {
      title: 'A valid key is needed',
      detail: "Send your program's key in the header Authorization: Bearer.",
    },
    site_paused: {
      title: 'Assistant paused',
      detail: "This site's assistant is paused for now. Please come back later.",
    },
    site_budget_spent: {
      title: 'No answers left today',
      detail:
        'The assistant has given all the answers that this site has for today. Thank you for your interest.',
    },
    not_found: { title: 'Not found', detail: 'What was asked for does not exist in this service.' },
    method_not_allowed: {
      title: 'Method not allowed',
      detail: 'This address does not take that method; the Allow header says which it takes.',
    },
    too_large: { title: 'Content too large', detail: 'The body is larger than the limit.' },
    unsupported_media_type: {
      title: 'Unsupported media type',
      detail: 'Send the body as application/json in UTF-8.',
    },
    invalid_request: {
      title: 'Invalid data',
      detail: 'Some fields need correcting; "errors" names each of them.',
    },
    too_many_requests: {
      title: 'Too many requests',
      detail: 'You have made many requests in a row. Wait a moment and try again.',
    },
    not_ready: {
      title: 'Service unavailable for now',
      detail: 'The service is not ready to answer yet. Try again in a few seconds.',
    },
    overloaded: {
      title: 'Service busy',
      detail: 'There are too many requests at once. Try again in a few seconds.',
    },
    upstream_failed: {
      title: 'Service unavailable for now',
      detail: 'The answer could not be completed. Try again in a few seconds.',
    },
    cancelled: { title: 'Request interrupted', detail: 'The request was interrupted before it ended.' },
    shutting_down: {
      title: 'The service is restarting',
      detail: 'The service is stopping for maintenance. Try again in a few seconds.',
    },
    internal_error: {
      title: 'Internal error',
      detail: 'An unexpected error happened. If it happens again, report the identifier in "instance".',
    },
  },
  fields: {
    required: 'This field is missing.',
    wrongType: (expected) => `The type is not the expected one (${expected}).`,
    tooShort: (minimum) =>
      minimum === 1 ? 'It cannot be empty.' : `It must have at least ${minimum} characters.`,
    tooLong: (maximum) => `It must have at most ${maximum} items or characters.`,
    tooSmall: (minimum) => `It must be ${minimum} or more.`,
    tooBig: (maximum) => `It must be ${maximum} or less.`,
    notOneOf: (values) => `It must be one of: ${values}.`,
    unknownKey: 'This field does not exist.',
    nulCharacter: 'It contains the null character (U+0000).',
    loneSurrogate: 'It contains half a Unicode character (a surrogate without its pair).',
    invalid: 'The value is not valid.',
  },
};

export const httpMessages: Readonly<Record<Locale, HttpMessages>> = { es, en };
