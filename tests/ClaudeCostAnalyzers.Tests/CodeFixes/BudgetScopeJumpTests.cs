using static ClaudeCostAnalyzers.Tests.CodeFixes.BudgetScopeSource;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The budget scope among labels, jumps and switch sections, where a using declaration cannot always stand.</summary>
public sealed class BudgetScopeJumpTests
{
    [Fact]
    public Task A_switch_section_gets_a_using_statement() => InMethod(
        """"
        switch (x)
        {
            case 1:
                // Ask.
                while (true)
                {
                    var s = """
                        raw
                        """ + @"
        verbatim";

                    await {|CCA1001:Ask()|};
                }
            case 2:
            {
                while (true) await {|CCA1001:Ask()|};
            }
            default:
                while (true) { await {|CCA1001:Ask()|}; }
                break;
        }
        """",
        """"
        switch (x)
        {
            case 1:
                using (var budget = BEGIN)
                {
                    // Ask.
                    while (true)
                    {
                        var s = """
                        raw
                        """ + @"
        verbatim";

                        await Ask();
                    }
                }
            case 2:
            {
                using var budget1 = BEGIN;
                while (true) await Ask();
            }
            default:
                using (var budget2 = BEGIN)
                {
                    while (true) { await Ask(); }
                }
                break;
        }
        """");

    [Fact]
    public Task A_goto_cycle_in_a_switch_section_is_wrapped_as_a_whole() => InMethod(
        """
        switch (x)
        {
            case 1:
            again:
                var ok = await {|CCA1001:Ask()|};
                if (!ok)
                    goto again;
                break;
        }
        """,
        """
        switch (x)
        {
            case 1:
                using (var budget = BEGIN)
                {
                again:
                    var ok = await Ask();
                    if (!ok)
                        goto again;
                }
                break;
        }
        """);

    [Fact]
    public Task A_goto_cycle_whose_variable_is_used_after_it_is_left_alone_in_a_switch_section()
    {
        const string Source =
            """
            switch (x)
            {
                case 1:
                again:
                    var ok = await {|CCA1001:Ask()|};
                    if (!ok)
                        goto again;
                    Console.WriteLine(ok);
                    break;
            }
            """;
        return InMethod(Source, Source);
    }

    [Fact]
    public Task A_jump_over_the_declaration_gives_a_using_statement() => InMethod(
        """
        if (b)
            goto done;
        while (x > 0)
            await {|CCA1001:Ask()|};
        done:
        Console.WriteLine();
        """,
        """
        if (b)
            goto done;
        using (var budget = BEGIN)
        {
            while (x > 0)
                await Ask();
        }
        done:
        Console.WriteLine();
        """);

    [Fact]
    public Task A_goto_cycle_that_is_entered_by_a_jump_is_left_alone() => InMethod(
        """
        if (b)
            goto again;
        x++;
        again:
        if (await {|CCA1001:Ask()|})
            goto again;
        """,
        """
        if (b)
            goto again;
        x++;
        again:
        if (await {|CCA1001:Ask()|})
            goto again;
        """);

    [Fact]
    public Task A_loop_that_a_label_stands_on_keeps_it() => InMethod(
        """
        outer:
        while (true)
        {
            if (b) goto outer;
            await {|CCA1001:Ask()|};
        }
        """,
        """
        using var budget = BEGIN;
        outer:
        while (true)
        {
            if (b) goto outer;
            await Ask();
        }
        """);
}
