/* One request as a plain CGI program: parameters in the environment, the body on stdin, the answer on stdout. */
#ifndef FRAME_CGI_H
#define FRAME_CGI_H

#include "site.h"

/* Started by a web server as CGI, not as FastCGI: then descriptor 0 would be a listening socket. */
bool cgi_is_wanted(void);

/* An answer for when there is nothing that could serve: what is wrong is the operator's to know, and in the log. */
void cgi_fail(void);

/* Returns the exit status. */
int cgi_serve(const struct site *site);

#endif
