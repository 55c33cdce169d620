package com.pfavanguard.sync.broker.console;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Serves our {@code hawtconfig.json} in place of the one in the war: names the console, and leaves out the pages about
 * the JVM, which our policy would fill with refusals. Named in {@code web.xml}, hence public.
 */
public class PageSettings extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        try (InputStream settings =
                requireNonNull(PageSettings.class.getResourceAsStream("/console/hawtconfig.json"))) {
            settings.transferTo(response.getOutputStream());
        }
    }
}
