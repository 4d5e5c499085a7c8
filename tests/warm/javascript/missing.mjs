// request: {"name": "main.mjs"}
import './not-there.mjs';
