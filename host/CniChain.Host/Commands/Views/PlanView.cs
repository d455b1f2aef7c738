using CniChain.Host.Planning;

namespace CniChain.Host.Commands;

/// <summary>A plan for a person: a line an object, "+" for what would be made, "~" for what would be changed, "=" for what would be used.</summary>
internal static class PlanView
{
    public static void Write(Terminal terminal, string attachment, ChainPlan plan)
    {
        terminal.Line($"{attachment} would get:");
        foreach (var step in plan.Steps)
        {
            terminal.Line($"{step.Type}{(step.IsIpam ? " (ipam)" : "")}", "bold");
            if (!step.IsPlanned)
            {
                terminal.Line($"  ? {step.Location} cannot say what it would do", "yellow");
            }

            foreach (var planned in step.Objects)
            {
                var where = planned.InContainer ? "container" : "host";
                var detail = planned.Detail.Length > 0 ? $"  {planned.Detail}" : "";
                terminal.Line($"  {Sign(planned.Action)} {where} {planned.Kind} {planned.Name}{detail}", Style(planned.Action));
            }
        }

        terminal.Line("Nothing was done. An add that comes first may take these addresses.", "dim");
    }

    private static char Sign(PlanAction action) => action switch
    {
        PlanAction.Create => '+',
        PlanAction.Change => '~',
        _ => '=',
    };

    private static string Style(PlanAction action) => action switch
    {
        PlanAction.Create => "green",
        PlanAction.Change => "yellow",
        _ => "dim",
    };
}
