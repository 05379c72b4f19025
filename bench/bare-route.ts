/** What Express does at the least: reads a JSON body and answers one of the length of a usual answer. */
import type { AddressInfo } from 'node:net';
import express from 'express';

const USUAL_CHARACTERS = 2500;
const reply = { answer: 'a'.repeat(USUAL_CHARACTERS) };

const app = express();
app.use(express.json());
app.post('/api/chat', (_, response) => {
  response.json(reply);
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
