package com.pfavanguard.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

class WebPortInUseFailureAnalyzerTests {

    private final Environment environment = new MockEnvironment().withProperty("server.port", "3000");
    private final WebPortInUseFailureAnalyzer analyzer = new WebPortInUseFailureAnalyzer(environment);

    @Test
    void namesThePortAndTheSettingsThatMoveIt() {
        FailureAnalysis analysis =
                analyzer.analyze(new IllegalStateException(new PortInUseException(3000, new BindException())));

        assertThat(analysis.getDescription()).contains("port 3000");
        assertThat(analysis.getAction()).contains("port 3000", "PORT", "server.port", "PORT=3001");
    }

    @Test
    void leavesOtherPortsToBoot() {
        assertThat(analyzer.analyze(new PortInUseException(9090))).isNull();
    }

    @Test
    void isAskedBeforeAllOthers() {
        ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment)
                .and(BeanFactory.class, new DefaultListableBeanFactory());

        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, FailureHandler.throwing());

        assertThat(analyzers).hasSizeGreaterThan(2).first().isInstanceOf(WebPortInUseFailureAnalyzer.class);
    }
}
