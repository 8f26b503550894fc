/** The command as its users start it, on more data than its memory could hold. */
package io.camelback.scale;
