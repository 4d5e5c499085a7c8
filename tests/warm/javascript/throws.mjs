await 0;
null.property;
