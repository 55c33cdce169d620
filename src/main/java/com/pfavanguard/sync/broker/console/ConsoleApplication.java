package com.pfavanguard.sync.broker.console;

import javax.security.auth.login.Configuration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebXmlConfiguration;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the console's web application. Starts it at the first request, since in most runs no admin opens the console and
 * unpacking it would be wasted. A failed start is logged, answered with 503, and tried again at the next request.
 */
class ConsoleApplication extends Handler.Abstract {

    static final String CONTEXT_PATH = "/console";

    private static final Logger log = LoggerFactory.getLogger(ConsoleApplication.class);

    private final ConsoleFiles files;
    private final Configuration login;
    private volatile @Nullable WebAppContext deployed;

    ConsoleApplication(ConsoleFiles files, Configuration login) {
        this.files = files;
        this.login = login;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (Request.getPathInContext(request).equals("/")) {
            Response.sendRedirect(request, response, callback, CONTEXT_PATH + "/");
            return true;
        }
        WebAppContext application;
        try {
            application = deploy();
        } catch (Exception e) {
            log.error("The broker console did not start", e);
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return true;
        }
        return application.handle(request, response, callback);
    }

    private synchronized WebAppContext deploy() throws Exception {
        WebAppContext ready = deployed;
        if (ready == null) {
            files.unpack();
            ready = newApplication();
            ready.setServer(getServer());
            ready.start();
            deployed = ready;
        }
        return ready;
    }

    private WebAppContext newApplication() {
        WebAppContext application = new WebAppContext(files.war().toString(), CONTEXT_PATH);
        application.setTempDirectory(files.work().toFile());
        application.setThrowUnavailableOnStartupException(true);
        // Exactly what our web.xml says: no scan for annotations or fragments, and none of Jetty's defaults.
        application.setConfigurations(
                new org.eclipse.jetty.ee11.webapp.Configuration[] {new WebInfConfiguration(), new WebXmlConfiguration()
                });
        application.setDefaultsDescriptor(null);
        application.setDescriptor(files.webXml().toString());
        // The console uses this application's logging instead of the Log4j in its war.
        application.getProtectedClassMatcher().add("org.slf4j.");
        // The servlet that serves files is this application's.
        application.getHiddenClassMatcher().add("-org.eclipse.jetty.ee11.servlet.");
        application.setInitParameter("policyLocation", files.policy().toUri().toString());
        // Cookies ignore ports: the name must differ from that of every other application on localhost.
        application.getSessionHandler().setSessionCookie("sync-console");
        application.getSessionHandler().setSameSite(SameSite.STRICT);
        application.addEventListener(new HawtioSettings(login));
        return application;
    }

    @Override
    protected void doStop() throws Exception {
        WebAppContext stopping = deployed;
        deployed = null;
        if (stopping != null) {
            stopping.stop();
        }
        super.doStop();
    }
}
