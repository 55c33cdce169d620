package com.pfavanguard.sync.broker.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Says "false" to the console's page when it asks for what Hawtio could do and ours does not: connect to other
 * machines through this one, or log in at a Keycloak server. Named in {@code web.xml}, hence public.
 */
public class NotOffered extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write("false");
    }
}
