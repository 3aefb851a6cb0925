// The kubelet's own prober, for one pod whose sidecar is a process of this host. It reads the pod as
// JSON, and prints each result of its readiness probes. SIGUSR1 begins the deletion of the pod.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	_ "k8s.io/kubernetes/pkg/apis/core/install" // The prober names the pod in its events.
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
	"k8s.io/kubernetes/pkg/kubelet/status"
)

// statuses says that every container runs.
type statuses struct {
	status.Manager
	pod v1.PodStatus
}

func (s statuses) GetPodStatus(types.UID) (v1.PodStatus, bool) { return s.pod, true }

// printed prints each result that it takes.
type printed struct{ results.Manager }

func (p printed) Set(id kubecontainer.ContainerID, result results.Result, pod *v1.Pod) {
	fmt.Println(result)
	p.Manager.Set(id, result, pod)
}

type noExec struct{}

func (noExec) RunInContainer(context.Context, kubecontainer.ContainerID, []string, time.Duration) ([]byte, error) {
	return nil, errors.New("there is no container to run a command in")
}

func running(containers []v1.Container, begin time.Time) []v1.ContainerStatus {
	started := true
	var all []v1.ContainerStatus
	for _, c := range containers {
		all = append(all, v1.ContainerStatus{
			Name:        c.Name,
			ContainerID: "test://" + c.Name,
			Started:     &started,
			State:       v1.ContainerState{Running: &v1.ContainerStateRunning{StartedAt: metav1.NewTime(begin)}},
		})
	}
	return all
}

func main() {
	pod := &v1.Pod{}
	if err := json.NewDecoder(os.Stdin).Decode(pod); err != nil {
		panic(err)
	}
	pod.UID = "pod"
	begin := time.Now()
	pod.Status = v1.PodStatus{
		Phase:                 v1.PodRunning,
		PodIP:                 "127.0.0.1",
		StartTime:             &metav1.Time{Time: begin},
		ContainerStatuses:     running(pod.Spec.Containers, begin),
		InitContainerStatuses: running(pod.Spec.InitContainers, begin),
	}
	manager := prober.NewManager(statuses{pod: pod.Status}, results.NewManager(),
		printed{results.NewManager()}, results.NewManager(), noExec{}, &record.FakeRecorder{})
	manager.AddPod(context.Background(), pod)
	deleted := make(chan os.Signal, 1)
	signal.Notify(deleted, syscall.SIGUSR1)
	<-deleted
	pod.DeletionTimestamp = &metav1.Time{Time: time.Now()}
	manager.StopLivenessAndStartup(pod)
	select {}
}
