/**
 * Which archives merge into which, and which are no longer needed where. Pure: it looks at catalogs and at the clock's time that it is given,
 * and does nothing. The plan that is printed is the plan that is executed.
 */
package io.camelback.retention;
