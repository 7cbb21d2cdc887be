namespace Racklight.Deploys.Starting;

/// <summary>How a GitLab runner is set up on a deployment host.</summary>
internal sealed record RunnerRequest
{
    /// <summary>GitLab's address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary><c>shell</c> or <c>docker</c>.</summary>
    public required string Executor { get; init; }

    /// <summary>The container for <c>docker</c>.</summary>
    public string? Image { get; init; }

    /// <summary>The longest that a job may take, in hours.</summary>
    public required int Hours { get; init; }
}

/// <summary>
/// The set-up as a shell script that may be run again. Tokens come from files, never from arguments, which all users of a machine can read.
/// </summary>
internal static class RunnerScript
{
    /// <summary>The script.</summary>
    public static string Text(RunnerRequest request)
    {
        // As the jobs of the pipeline: half an hour beyond a deploy's own limit, so that it ends by itself and its logs are kept.
        var seconds = (request.Hours * 3600) + 1800;
        var url = request.Url.ToString().TrimEnd('/');
        var image = request.Executor == "docker" ? $"  --docker-image '{request.Image}' --docker-pull-policy if-not-present --docker-privileged=false \\\n" : "";
        return $"""
            #!/bin/sh
            # A runner of {url} on this deployment host, for jobs with the tag {request.Tag}.
            # Before: /root/gitlab-api-token holds a token with the scope create_runner; mode 0600.
            set -eu
            umask 077
            if ! command -v gitlab-runner > /dev/null; then echo 'install the package gitlab-runner first (docs.gitlab.com/runner/install)' >&2; exit 1; fi

            # 1. The runner as GitLab knows it: only protected branches, only jobs with its tag, only this project.
            if [ ! -s /root/gitlab-runner-token ]; then
              printf 'header = "PRIVATE-TOKEN: %s"\n' "$(cat /root/gitlab-api-token)" |
                curl --fail --silent --show-error --config - --request POST '{url}/api/v4/user/runners' \
                  --data 'runner_type=project_type' --data 'project_id={request.Project}' --data 'tag_list={request.Tag}' \
                  --data 'run_untagged=false' --data 'locked=true' --data 'access_level=ref_protected' --data 'maximum_timeout={seconds}' |
                sed -n 's/.*"token":"\([^"]*\)".*/\1/p' > /root/gitlab-runner-token
              [ -s /root/gitlab-runner-token ]
            fi

            # 2. The runner as this host knows it. One job at a time: the deployment host is one machine.
            if ! grep -qs 'name = "{request.Tag}"' /etc/gitlab-runner/config.toml; then
              CI_SERVER_TOKEN=$(cat /root/gitlab-runner-token) gitlab-runner register --non-interactive \
                --url '{url}' --name '{request.Tag}' --executor {request.Executor} \
            {image}    --limit 1 --request-concurrency 1 --output-limit 65536
            fi
            sed -i 's/^concurrent = .*/concurrent = 1/; s/^shutdown_timeout = .*/shutdown_timeout = {seconds}/' /etc/gitlab-runner/config.toml
            grep -q '^shutdown_timeout' /etc/gitlab-runner/config.toml || sed -i '1i shutdown_timeout = {seconds}' /etc/gitlab-runner/config.toml

            # 3. Deploys of one environment one after the other, the oldest first (it cannot be said in the pipeline's file).
            printf 'header = "PRIVATE-TOKEN: %s"\n' "$(cat /root/gitlab-api-token)" |
              curl --fail --silent --show-error --config - --request PUT '{url}/api/v4/projects/{request.Project}/resource_groups/{request.Tag}' \
                --data 'process_mode=oldest_first' > /dev/null || echo 'the resource group comes with the first deploy: run this again afterwards' >&2
            gitlab-runner verify

            """;
    }
}
