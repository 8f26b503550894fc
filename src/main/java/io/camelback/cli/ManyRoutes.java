package io.camelback.cli;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;

/** camel-main with a context that bears many routes made of templates, and several threads that make them. */
final class ManyRoutes extends Main {

    @Override
    protected CamelContext createCamelContext() {
        DefaultCamelContext context = new Context();
        context.getCamelContextExtension().setRegistry(registry);
        return context;
    }

    /** Camel reads every YAML file once before for what Camel K keeps in some of its own. Half of the time that routes take would go there. */
    @Override
    protected void modelineRoutes(CamelContext context) {
    }

    private static final class Context extends DefaultCamelContext {

        Context() {
            super(false);
        }

        /** Camel locks its model for parts of this only, and goes through all routes there are in between. */
        @Override
        public String addRouteFromTemplate(String route, String template, String prefix, RouteTemplateContext parameters) throws Exception {
            synchronized (getCamelContextExtension().getContextPlugin(Model.class)) {
                return super.addRouteFromTemplate(route, template, prefix, parameters);
            }
        }

        /**
         * Before Camel adds a route it removes one of the same id, and asks all routes what they share with it, also when there is none:
         * each new route would cost more than the one before.
         */
        @Override
        protected boolean removeRoute(String route, LoggingLevel level) throws Exception {
            return getRouteStatus(route) != null && super.removeRoute(route, level);
        }
    }
}
