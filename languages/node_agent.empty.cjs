'use strict'; // a program that does nothing
