// tries: read a file of the host through the compiler's messages
// allowed: compile_error success
// forbidden: root:x
// seconds: 40

/// <reference path="/etc/passwd" />
import '/etc/passwd';
