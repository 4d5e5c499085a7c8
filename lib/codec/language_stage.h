/* The parts of a language file that say how its programs are run, and what their ends and texts mean. */
#ifndef CX_CODEC_LANGUAGE_STAGE_H
#define CX_CODEC_LANGUAGE_STAGE_H

#include "codec/json_fields.h"
#include "language/language.h"

/* Readers: see struct cx_json_key. The owner of the file is the struct cx_language. */
int cx_language_stage_read(const struct cx_json_value *value, void *into);	 /* struct cx_stage_rule */
int cx_language_compile_read(const struct cx_json_value *value, void *into);	 /* struct cx_stage_rule */
int cx_language_run_read(const struct cx_json_value *value, void *into);	 /* struct cx_stage_rule */
int cx_language_environment_read(const struct cx_json_value *value, void *into); /* struct cx_strings */
int cx_language_signs_read(const struct cx_json_value *value, void *into);	 /* struct cx_signs */

/* language_diagnostics.c */
int cx_language_diagnostics_read(const struct cx_json_value *value,
				 void *into); /* struct cx_diagnostics_rule */

/* language_prelude.c */
int cx_language_prelude_read(const struct cx_json_value *value, void *into); /* struct cx_prelude_rule */

/* language_modules.c */
int cx_language_modules_read(const struct cx_json_value *value, void *into); /* struct cx_modules_rule */

/* Refuse a template that names what is not there. */
int cx_language_check_template(const struct cx_json_value *value, const char *template,
			       enum cx_template_place place);

#endif
